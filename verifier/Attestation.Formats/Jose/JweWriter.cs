using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Attestation.Formats.Keys;

namespace Attestation.Formats.Jose;

/// <summary>
/// Encrypts to one recipient: JWE in compact serialization (RFC 7516 section 7.1) with ECDH-ES (RFC 7518 section 4.6) and A256GCM (section 5.3).
/// <code>
/// base64url({ "alg", "enc", "epk", "apu", "apv" }) . (empty: the key is agreed, not sent) . nonce . ciphertext . tag
/// </code>
/// </summary>
public static class JweWriter
{
    /// <param name="recipient">On P-256.</param>
    /// <param name="ephemeral">A private key on P-256 that was made for this message and is used for no other.</param>
    /// <param name="nonce">12 bytes. The content key is new with every ephemeral key, so any value will do; a random one is customary.</param>
    /// <param name="partyU">Who encrypts.</param>
    /// <param name="partyV">Who is to decrypt.</param>
    /// <param name="plaintext">The secret.</param>
    public static string Encrypt(VerificationKey recipient, ECDiffieHellman ephemeral, ReadOnlySpan<byte> nonce, string partyU, string partyV, ReadOnlySpan<byte> plaintext)
    {
        byte[] u = Encoding.UTF8.GetBytes(partyU), v = Encoding.UTF8.GetBytes(partyV);
        string header = StrictBase64Url.Encode(Header(JweAgreement.PublicHalf(ephemeral), u, v));
        byte[] key = JweAgreement.ContentKey(ephemeral, recipient, u, v);
        try
        {
            (byte[] ciphertext, byte[] tag) = JweContent.Encrypt(key, nonce, header, plaintext);
            return $"{header}..{StrictBase64Url.Encode(nonce)}.{StrictBase64Url.Encode(ciphertext)}.{StrictBase64Url.Encode(tag)}";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static byte[] Header(VerificationKey ephemeral, byte[] partyU, byte[] partyV)
    {
        ReadOnlySpan<byte> point = ephemeral.PublicBytes.Span;
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("alg", JweAgreement.Algorithm);
            writer.WriteString("enc", JweAgreement.Encryption);
            writer.WriteStartObject("epk");
            writer.WriteString("kty", "EC");
            writer.WriteString("crv", "P-256");
            writer.WriteString("x", StrictBase64Url.Encode(point[..32]));
            writer.WriteString("y", StrictBase64Url.Encode(point[32..]));
            writer.WriteEndObject();
            writer.WriteString("apu", StrictBase64Url.Encode(partyU));
            writer.WriteString("apv", StrictBase64Url.Encode(partyV));
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
