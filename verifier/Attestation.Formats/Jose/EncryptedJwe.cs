using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Jose;

/// <summary>
/// A JWE in compact serialization (RFC 7516 section 7.1) with ECDH-ES on P-256 and A256GCM, as <see cref="JweWriter"/> makes it. What the header says
/// is authenticated only once <see cref="TryDecrypt"/> has returned true.
/// </summary>
public sealed class EncryptedJwe
{
    private const int MaxHeader = 4096;

    private readonly string _header;
    private readonly VerificationKey _ephemeral;
    private readonly byte[] _nonce, _ciphertext, _tag;

    private EncryptedJwe(string header, JweHeader read, byte[] nonce, byte[] ciphertext, byte[] tag)
    {
        (_header, _ephemeral, PartyU, PartyV) = (header, read.Ephemeral, read.PartyU, read.PartyV);
        (_nonce, _ciphertext, _tag) = (nonce, ciphertext, tag);
    }

    /// <summary>apu: who encrypted; empty where it is absent.</summary>
    public ReadOnlyMemory<byte> PartyU { get; }

    /// <summary>apv: who is to decrypt; empty where it is absent. The recipient compares it with its own name.</summary>
    public ReadOnlyMemory<byte> PartyV { get; }

    public static bool TryParse(string message, [NotNullWhen(true)] out EncryptedJwe? jwe, out ParseError error, int maxSize = StrictJson.DefaultMaxSize)
    {
        jwe = null;
        if (message.Length > maxSize)
            return Refuse(JsonReasons.TooLarge, out error);
        string[] parts = message.Split('.', 6);
        if (parts.Length != 5 || parts[1].Length != 0 || parts[0].Length > MaxHeader
            || !StrictBase64Url.TryDecode(parts[0], out byte[] header)
            || !StrictBase64Url.TryDecode(parts[2], out byte[] nonce) || nonce.Length != JweContent.NonceSize
            || !StrictBase64Url.TryDecode(parts[3], out byte[] ciphertext)
            || !StrictBase64Url.TryDecode(parts[4], out byte[] tag) || tag.Length != JweContent.TagSize)
            return Refuse(JweReasons.Structure, out error);
        if (!StrictJson.TryParse(header, out JsonElement json, out error) || !JweHeader.TryRead(json, out JweHeader? read, out error))
        {
            error = error.Within("header");
            return false;
        }
        jwe = new EncryptedJwe(parts[0], read, nonce, ciphertext, tag);
        return true;
    }

    /// <summary>Decrypts with the recipient's key. The caller wipes the plaintext.</summary>
    /// <param name="recipient">A private key on P-256.</param>
    /// <param name="plaintext">The secret; empty where this returns false.</param>
    /// <param name="error">Only ever jwe.decryption.</param>
    public bool TryDecrypt(ECDiffieHellman recipient, out byte[] plaintext, out ParseError error)
    {
        byte[] key = JweAgreement.ContentKey(recipient, _ephemeral, PartyU.Span, PartyV.Span);
        try
        {
            if (!JweContent.TryDecrypt(key, _nonce, _header, _ciphertext, _tag, out plaintext))
                return Refuse(JweReasons.Decryption, out error);
            error = default;
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static bool Refuse(ReasonCode code, out ParseError error)
    {
        error = new ParseError(code, 0, "");
        return false;
    }
}
