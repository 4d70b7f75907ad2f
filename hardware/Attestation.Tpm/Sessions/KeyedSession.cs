using System.Security.Cryptography;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Sessions;

/// <summary>
/// An HMAC or policy session, Part 1 clause 19.6.
/// <code>
///   hmac = HMAC(sessionKey | authValue, pHash | nonceNewer | nonceOlder | nonces of other sessions | attributes)
///   parameter key and iv = KDFa(sessionKey | authValue, "CFB", nonceNewer, nonceOlder, key bits + 128)
/// </code>
/// The newer nonce is the caller's in a command and the TPM's in a response. A bound session leaves out the authValue of the entity it is
/// bound to; a policy session includes one only after TPM2_PolicyAuthValue.
/// </summary>
public sealed class KeyedSession : AuthSession, IDisposable
{
    private readonly TpmAlgId hash;
    private readonly TpmtSymDef cipher;
    private readonly byte[] sessionKey;
    private readonly byte[] boundName;

    internal KeyedSession(uint handle, TpmSe kind, TpmAlgId hash, TpmtSymDef cipher, byte[] sessionKey, byte[] boundName, byte[] nonceTpm)
    {
        Handle = new TpmHandle(handle);
        Kind = kind;
        this.hash = hash;
        this.cipher = cipher;
        this.sessionKey = sessionKey;
        this.boundName = boundName;
        NonceTpm = nonceTpm;
    }

    public override TpmHandle Handle { get; }

    public TpmSe Kind { get; }

    /// <summary>TPM2_PolicyAuthValue was called on this policy session: the authValue goes into the HMAC.</summary>
    public bool IncludesAuthValue { get; set; }

    /// <summary>The TPM's latest nonce; TPM2_PolicySecret may be bound to it.</summary>
    public byte[] NonceTpm { get; private set; }

    /// <summary>The caller's latest nonce.</summary>
    public byte[] NonceCaller { get; private set; } = [];

    /// <summary>Wipes the session key. The session itself is flushed with TPM2_FlushContext.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(sessionKey);

    internal override void RollCallerNonce() => NonceCaller = RandomNumberGenerator.GetBytes(hash.DigestSize());

    internal override void EncryptCommand(byte[] parameters, byte[] authValue)
    {
        if (Attributes.HasFlag(TpmaSession.Decrypt))
            Transform(parameters, authValue, NonceCaller, NonceTpm, AesCfb.Encrypt);
    }

    internal override void DecryptResponse(byte[] parameters, byte[] authValue)
    {
        if (Attributes.HasFlag(TpmaSession.Encrypt))
            Transform(parameters, authValue, NonceTpm, NonceCaller, AesCfb.Decrypt);
    }

    internal override TpmsAuthCommand Authorize(CommandDigest command, TpmHandle? authorized, byte[] authValue)
    {
        byte[] key = HmacKey(authorized, authValue);
        byte[] hmac = key.Length == 0 && Kind != TpmSe.Hmac
            ? []
            : TpmHash.Hmac(hash, key, command.CpHash(hash), NonceCaller, NonceTpm, command.ExtraNonces, [(byte)Attributes]);
        CryptographicOperations.ZeroMemory(key);
        return new TpmsAuthCommand(Handle.Value, NonceCaller, Attributes, hmac);
    }

    internal override bool Accept(ResponseDigest response, TpmsAuthResponse auth, TpmHandle? authorized, byte[] authValue)
    {
        byte[] key = HmacKey(authorized, authValue);
        NonceTpm = auth.Nonce;
        bool unkeyed = key.Length == 0 && Kind != TpmSe.Hmac;
        bool accepted = unkeyed
            ? auth.Hmac.Length == 0
            : CryptographicOperations.FixedTimeEquals(
                auth.Hmac, TpmHash.Hmac(hash, key, response.RpHash(hash), NonceTpm, NonceCaller, [(byte)auth.Attributes]));
        CryptographicOperations.ZeroMemory(key);
        return accepted;
    }

    private byte[] HmacKey(TpmHandle? authorized, byte[] authValue)
    {
        bool bound = Kind == TpmSe.Hmac && authorized is { } entity && boundName.Length > 0 && entity.Name.AsSpan().SequenceEqual(boundName);
        bool includes = authorized is not null && (Kind == TpmSe.Hmac ? !bound : IncludesAuthValue);
        return includes ? [.. sessionKey, .. Trimmed(authValue)] : [.. sessionKey];
    }

    /// <summary>The first parameter is a TPM2B; its size stays in the clear.</summary>
    private void Transform(byte[] parameters, byte[] authValue, byte[] newer, byte[] older, Func<byte[], byte[], byte[], byte[]> crypt)
    {
        int size = parameters.Length < 2 ? 0 : parameters[0] << 8 | parameters[1];
        if (size > parameters.Length - 2)
            throw new TpmProtocolException("the first parameter is longer than the parameter area");
        byte[] secret = [.. sessionKey, .. Trimmed(authValue)];
        byte[] keyAndIv = Kdf.KdfA(hash, secret, "CFB", newer, older, cipher.KeyBits + 128);
        try
        {
            int split = cipher.KeyBits / 8;
            crypt(keyAndIv[..split], keyAndIv[split..], parameters[2..(2 + size)]).CopyTo(parameters, 2);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(keyAndIv);
        }
    }

    /// <summary>Part 1 clause 19.6.4.3: trailing zeros of an authValue do not count.</summary>
    internal static byte[] Trimmed(byte[] authValue) => authValue.AsSpan().TrimEnd((byte)0).ToArray();
}
