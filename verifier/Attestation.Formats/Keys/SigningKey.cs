using System.Security.Cryptography;
using Attestation.Formats.Der;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Keys;

/// <summary>
/// A private key of a service or factory: P-256, P-384 or Ed25519. It is made from key material, or stays in a token that signs (<see cref="Elsewhere"/>); nothing here generates keys. An ECDSA
/// signature needs a secret number per signature, which OpenSSL (or the platform) draws itself: signing is the one operation of this project
/// whose output differs from call to call, unless <see cref="SigningBy"/> says how. Not for device keys, whose signatures are deterministic
/// (Attestation.Dice).
/// Thread-safe; dispose it to wipe the key.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private const string IdEd25519 = "1.3.101.112";

    private readonly ECDsa? _ecdsa;
    private readonly PkeyHandle? _ed25519;
    private readonly Lock _gate = new();
    private EcdsaSigner? _signer;
    private TokenSigner? _token;
    private IDisposable? _tokenKey;

    private SigningKey(ECDsa? ecdsa, PkeyHandle? ed25519, VerificationKey publicKey) =>
        (_ecdsa, _ed25519, PublicKey) = (ecdsa, ed25519, publicKey);

    public VerificationKey PublicKey { get; }

    /// <summary>EdDSA, ES256 or ES384, as the key's kind asks.</summary>
    public SignatureAlgorithm Algorithm => PublicKey.DefaultAlgorithm;

    /// <summary>An unencrypted PKCS #8 PrivateKeyInfo (RFC 5958) in DER. The caller wipes its own copy.</summary>
    public static bool TryParsePkcs8(ReadOnlyMemory<byte> der, out SigningKey key, out ParseError error) =>
        TryParsePkcs8(der, Libcrypto.IsAvailable, out key, out error);

    /// <summary>One PEM block labelled PRIVATE KEY (RFC 7468 section 10).</summary>
    public static bool TryParsePem(ReadOnlySpan<char> text, out SigningKey key, out ParseError error)
    {
        key = null!;
        if (!PemBlock.TryDecode(text, "PRIVATE KEY", out byte[] der))
            return Fail(KeyReasons.Pem, out error);
        try
        {
            return TryParsePkcs8(der, out key, out error);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <summary>Signs the data with a key that does not leave its token; r‖s for ECDSA with SHA-256 (P-256) or SHA-384 (P-384), R‖S for Ed25519.</summary>
    public delegate byte[] TokenSigner(ReadOnlySpan<byte> data);

    /// <summary>A key whose private half is in a token. <see cref="SigningBy"/> changes nothing about it.</summary>
    /// <param name="publicKey">Its public half.</param>
    /// <param name="signer">Signs; thread-safe.</param>
    /// <param name="owned">Disposed with this key.</param>
    public static SigningKey Elsewhere(VerificationKey publicKey, TokenSigner signer, IDisposable owned) =>
        new(null, null, publicKey) { _token = signer, _tokenKey = owned };

    /// <summary>Makes an ECDSA signature r‖s over the data, with SHA-256 (P-256) or SHA-384 (P-384).</summary>
    /// <param name="privateKey">d, big-endian at full length; wiped after the call.</param>
    /// <param name="publicKey">X‖Y.</param>
    /// <param name="data">What is signed.</param>
    public delegate byte[] EcdsaSigner(byte[] privateKey, byte[] publicKey, byte[] data);

    /// <summary>From now on ECDSA signatures are made by another implementation, such as one of RFC 6979. Ed25519 signatures stay as they are.</summary>
    /// <returns>This key.</returns>
    public SigningKey SigningBy(EcdsaSigner signer)
    {
        _signer = signer;
        return this;
    }

    /// <summary>Signs the data; r‖s for ECDSA, R‖S for Ed25519: the form of COSE and JOSE.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        if (_token is not null)
            return _token(data);
        lock (_gate)
        {
            if (_ecdsa is not null && _signer is not null)
                return SignBy(_signer, _ecdsa, data);
            return _ecdsa is not null
                ? _ecdsa.SignData(data, Algorithm.Hash(), DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                : Libcrypto.SignEd25519(_ed25519!, data);
        }
    }

    private byte[] SignBy(EcdsaSigner signer, ECDsa ecdsa, ReadOnlySpan<byte> data)
    {
        byte[] privateKey = ecdsa.ExportParameters(includePrivateParameters: true).D!;
        try
        {
            return signer(privateKey, PublicKey.PublicBytes.ToArray(), data.ToArray());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    /// <summary>Signs the data in the form that X.509 asks for: DER for ECDSA, R‖S for Ed25519.</summary>
    public byte[] SignForX509(ReadOnlySpan<byte> data)
    {
        byte[] signature = Sign(data);
        if (PublicKey.Kind == KeyKind.Ed25519)
            return signature;
        Span<byte> der = stackalloc byte[EcdsaSignatureForm.MaxDerLength];
        return der[..EcdsaSignatureForm.ToDer(signature, signature.Length / 2, der)].ToArray();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ecdsa?.Dispose();
            _ed25519?.Dispose();
            _tokenKey?.Dispose();
        }
    }

    internal static bool TryParsePkcs8(ReadOnlyMemory<byte> der, bool native, out SigningKey key, out ParseError error)
    {
        key = null!;
        try
        {
            var reader = new DerReader(der);
            DerReader info = reader.Enter(DerTag.Sequence, "");
            reader.End("");
            info.Integer("version");
            DerReader algorithm = info.Enter(DerTag.Sequence, "privateKeyAlgorithm");
            if (algorithm.ObjectIdentifier("privateKeyAlgorithm") == IdEd25519)
                return TryEd25519(ref info, native, out key, out error);
        }
        catch (DerDefect defect)
        {
            error = new ParseError(KeyReasons.PrivateMalformed, defect.Error.Offset, defect.Error.Path);
            return false;
        }
        return TryEcdsa(der, out key, out error);
    }

    /// <summary>RFC 8410 section 7: the private key is an OCTET STRING of 32 bytes inside the OCTET STRING.</summary>
    private static bool TryEd25519(ref DerReader info, bool native, out SigningKey key, out ParseError error)
    {
        key = null!;
        DerReader wrapper = info.Enter(DerTag.OctetString, "privateKey");
        ReadOnlyMemory<byte> seed = wrapper.OctetString("privateKey");
        if (seed.Length != 32)
            return Fail(KeyReasons.PrivateMalformed, out error);
        if (!native)
            return Fail(KeyReasons.NoNativeSigner, out error);
        PkeyHandle handle = Libcrypto.ImportEd25519Private(seed.Span);
        if (!VerificationKey.TryFromEd25519(Libcrypto.PublicOf(handle), out VerificationKey publicKey, out error))
        {
            handle.Dispose();
            return false;
        }
        key = new SigningKey(null, handle, publicKey);
        return true;
    }

    private static bool TryEcdsa(ReadOnlyMemory<byte> der, out SigningKey key, out ParseError error)
    {
        key = null!;
        ECDsa ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportPkcs8PrivateKey(der.Span, out int read);
            ECParameters parameters = ecdsa.ExportParameters(includePrivateParameters: false);
            KeyKind? kind = ecdsa.KeySize switch { 256 => KeyKind.P256, 384 => KeyKind.P384, _ => null };
            if (read == der.Length && kind is { } known && VerificationKey.TryFromPoint(known, [.. parameters.Q.X!, .. parameters.Q.Y!],
                    out VerificationKey publicKey, out error))
            {
                key = new SigningKey(ecdsa, null, publicKey);
                return true;
            }
        }
        catch (CryptographicException)
        {
            // not a key of this form: said below
        }
        ecdsa.Dispose();
        return Fail(KeyReasons.PrivateMalformed, out error);
    }

    private static bool Fail(ReasonCode code, out ParseError error)
    {
        error = new ParseError(code, 0, "");
        return false;
    }
}
