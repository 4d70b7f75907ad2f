using System.Security.Cryptography;

namespace Attestation.Formats.Keys;

/// <summary>A signature algorithm with its hash and its encoding fixed: nothing about it is taken from the signer.</summary>
public enum SignatureAlgorithm
{
    /// <summary>PureEdDSA with Ed25519 (RFC 8032 section 5.1). COSE −8, JOSE EdDSA, X.509 id-Ed25519.</summary>
    EdDsa,

    /// <summary>ECDSA, P-256, SHA-256, r‖s. COSE −7 and −9, JOSE ES256.</summary>
    Es256,

    /// <summary>ECDSA, P-384, SHA-384, r‖s. COSE −35 and −51, JOSE ES384.</summary>
    Es384,

    /// <summary>ECDSA, P-521, SHA-512, r‖s. COSE −36 and −52, JOSE ES512.</summary>
    Es512,

    /// <summary>ECDSA on any of the three curves, SHA-256, DER SEQUENCE { r, s } (RFC 5758 section 3.2).</summary>
    EcdsaSha256,

    /// <summary>ECDSA on any of the three curves, SHA-384, DER SEQUENCE { r, s }.</summary>
    EcdsaSha384,

    /// <summary>ECDSA on any of the three curves, SHA-512, DER SEQUENCE { r, s }.</summary>
    EcdsaSha512,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 section 8.2).</summary>
    RsaPkcs1Sha256,

    RsaPkcs1Sha384,

    RsaPkcs1Sha512,

    /// <summary>RSASSA-PSS, SHA-256, MGF1 with the same hash, salt as long as the hash (RFC 8017 section 8.1).</summary>
    RsaPssSha256,

    RsaPssSha384,

    RsaPssSha512,

    /// <summary>RSA or ECDSA with SHA-1, for which collisions are made. Named so that it can be told; no key of any kind verifies it.</summary>
    RefusedSha1,
}

/// <summary>What each algorithm fixes.</summary>
internal static class SignatureAlgorithmFacts
{
    /// <summary>The hash; EdDSA hashes inside (SHA-512) and takes the message itself.</summary>
    public static HashAlgorithmName Hash(this SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.Es256 or SignatureAlgorithm.EcdsaSha256
            or SignatureAlgorithm.RsaPkcs1Sha256 or SignatureAlgorithm.RsaPssSha256 => HashAlgorithmName.SHA256,
        SignatureAlgorithm.Es384 or SignatureAlgorithm.EcdsaSha384
            or SignatureAlgorithm.RsaPkcs1Sha384 or SignatureAlgorithm.RsaPssSha384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    /// <summary>May a key of this kind verify this algorithm? The r‖s forms name their curve; the X.509 forms do not.</summary>
    public static bool Fits(this SignatureAlgorithm algorithm, KeyKind kind) => algorithm switch
    {
        SignatureAlgorithm.EdDsa => kind == KeyKind.Ed25519,
        SignatureAlgorithm.Es256 => kind == KeyKind.P256,
        SignatureAlgorithm.Es384 => kind == KeyKind.P384,
        SignatureAlgorithm.Es512 => kind == KeyKind.P521,
        SignatureAlgorithm.RefusedSha1 => false,
        SignatureAlgorithm.EcdsaSha256 or SignatureAlgorithm.EcdsaSha384 or SignatureAlgorithm.EcdsaSha512 =>
            kind is KeyKind.P256 or KeyKind.P384 or KeyKind.P521,
        _ => kind == KeyKind.Rsa,
    };

    /// <summary>Is the signature r‖s rather than DER?</summary>
    public static bool IsFixedLength(this SignatureAlgorithm algorithm) =>
        algorithm is SignatureAlgorithm.Es256 or SignatureAlgorithm.Es384 or SignatureAlgorithm.Es512;

    public static bool IsPss(this SignatureAlgorithm algorithm) =>
        algorithm is SignatureAlgorithm.RsaPssSha256 or SignatureAlgorithm.RsaPssSha384 or SignatureAlgorithm.RsaPssSha512;

    /// <summary>Hashes data into a buffer of at least 64 bytes; returns the number of bytes written.</summary>
    public static int Digest(this SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        HashAlgorithmName hash = algorithm.Hash();
        if (hash == HashAlgorithmName.SHA256)
            return SHA256.HashData(data, destination);
        return hash == HashAlgorithmName.SHA384 ? SHA384.HashData(data, destination) : SHA512.HashData(data, destination);
    }
}
