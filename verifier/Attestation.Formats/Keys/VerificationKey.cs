using System.Security.Cryptography;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Keys;

/// <summary>
/// A public key that has been checked and can verify signatures. Immutable; any number of threads may use one. Two keys are equal when
/// kind and public bytes are.
/// </summary>
public sealed partial class VerificationKey : IEquatable<VerificationKey>
{
    private readonly byte[] _public;
    private readonly PublicKeyOperation _operation;
    private byte[]? _thumbprint;

    private VerificationKey(KeyKind kind, byte[] publicBytes, int strength, PublicKeyOperation operation) =>
        (Kind, _public, Strength, _operation) = (kind, publicBytes, strength, operation);

    public KeyKind Kind { get; }

    /// <summary>Raw public key: 32 bytes for Ed25519, X‖Y for the NIST curves (no 04 before it), DER RSAPublicKey for RSA.</summary>
    public ReadOnlyMemory<byte> PublicBytes => _public;

    /// <summary>
    /// Security strength in bits (NIST SP 800-57 part 1 table 2): 112 for RSA below 3072, 128 for RSA from 3072, Ed25519 and P-256, 192 for P-384, 256 for P-521.
    /// </summary>
    public int Strength { get; }

    /// <summary>SHA-256 of <see cref="PublicBytes"/>.</summary>
    public ReadOnlyMemory<byte> Thumbprint => _thumbprint ??= SHA256.HashData(_public);

    /// <summary>The algorithm with which COSE and JOSE use this key; EdDSA, ES256, ES384, ES512, and PS256 for RSA.</summary>
    public SignatureAlgorithm DefaultAlgorithm => Kind switch
    {
        KeyKind.Ed25519 => SignatureAlgorithm.EdDsa,
        KeyKind.P256 => SignatureAlgorithm.Es256,
        KeyKind.P384 => SignatureAlgorithm.Es384,
        KeyKind.P521 => SignatureAlgorithm.Es512,
        _ => SignatureAlgorithm.RsaPssSha256,
    };

    /// <summary>Does the signature over the data verify? False also where the algorithm does not belong to this kind of key.</summary>
    public bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        algorithm.Fits(Kind) && _operation.Verify(algorithm, data, signature);

    /// <summary>Does a signature verify of which only the hash of what was signed is known? ECDSA in DER, or RSASSA-PKCS1-v1_5; false for other keys.</summary>
    /// <param name="hash">SHA-256, SHA-384 or SHA-512; no other verifies.</param>
    /// <param name="digest">The hash, of that size.</param>
    /// <param name="signature">The signature.</param>
    public bool VerifyDigest(HashAlgorithmName hash, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        int size = hash == HashAlgorithmName.SHA256 ? 32 : hash == HashAlgorithmName.SHA384 ? 48 : hash == HashAlgorithmName.SHA512 ? 64 : 0;
        return size > 0 && digest.Length == size && !signature.IsEmpty && _operation.VerifyDigest(hash, digest, signature);
    }

    /// <summary>An Ed25519 public key (RFC 8032 section 5.1.2), 32 bytes.</summary>
    public static bool TryFromEd25519(ReadOnlySpan<byte> publicKey, out VerificationKey key, out ParseError error) =>
        TryFromEd25519(publicKey, Libcrypto.IsAvailable, out key, out error);

    /// <summary>A public key on a NIST curve.</summary>
    /// <param name="kind">P256, P384 or P521.</param>
    /// <param name="xy">X‖Y, each at the curve's full length.</param>
    public static bool TryFromPoint(KeyKind kind, ReadOnlySpan<byte> xy, out VerificationKey key, out ParseError error) =>
        TryFromPoint(kind, xy, Libcrypto.IsAvailable, out key, out error);

    /// <summary>An RSA public key.</summary>
    /// <param name="modulus">Big-endian, leading zeros allowed.</param>
    /// <param name="exponent">Big-endian, leading zeros allowed.</param>
    public static bool TryFromRsa(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent, out VerificationKey key, out ParseError error)
    {
        key = null!;
        modulus = modulus.TrimStart((byte)0);
        exponent = exponent.TrimStart((byte)0);
        int bits = modulus.IsEmpty ? 0 : (8 * modulus.Length) - byte.LeadingZeroCount(modulus[0]);
        bool oddExponent = exponent.Length is >= 1 and <= 4 && (exponent[^1] & 1) == 1 && !(exponent.Length == 1 && exponent[0] < 3);
        if (bits is < 2048 or > 4096 || (modulus[^1] & 1) == 0 || !oddExponent)
            return Fail(KeyReasons.RsaSize, out error);
        var parameters = new RSAParameters { Modulus = modulus.ToArray(), Exponent = exponent.ToArray() };
        key = new VerificationKey(KeyKind.Rsa, EncodeRsa(modulus, exponent), bits < 3072 ? 112 : 128, new RsaOperation(parameters));
        error = default;
        return true;
    }

    public bool Equals(VerificationKey? other) => other is not null && Kind == other.Kind && _public.AsSpan().SequenceEqual(other._public);

    public override bool Equals(object? obj) => Equals(obj as VerificationKey);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_public);
        return hash.ToHashCode();
    }

    /// <summary>Kind and the first 8 bytes of the thumbprint, for people.</summary>
    public override string ToString() => $"{Kind.Name()}:{Convert.ToHexStringLower(Thumbprint.Span[..8])}";

    internal static bool TryFromEd25519(ReadOnlySpan<byte> publicKey, bool native, out VerificationKey key, out ParseError error)
    {
        key = null!;
        if (publicKey.Length != 32)
            return Fail(KeyReasons.Malformed, out error);
        if (!EdwardsCurve.IsAcceptableEncoding(publicKey))
            return Fail(KeyReasons.SmallOrder, out error);
        byte[] bytes = publicKey.ToArray();
        key = new VerificationKey(KeyKind.Ed25519, bytes, 128, native ? new NativeEd25519(bytes) : new ManagedEd25519(bytes));
        error = default;
        return true;
    }

    internal static bool TryFromPoint(KeyKind kind, ReadOnlySpan<byte> xy, bool native, out VerificationKey key, out ParseError error)
    {
        key = null!;
        if (NistCurve.Of(kind) is not { } curve)
            return Fail(KeyReasons.Algorithm, out error);
        if (xy.Length != 2 * curve.Size)
            return Fail(KeyReasons.Malformed, out error);
        byte[] bytes = xy.ToArray();
        if (PointOperation(curve, bytes, native) is not { } operation)
            return Fail(KeyReasons.NotOnCurve, out error);
        key = new VerificationKey(kind, bytes, kind == KeyKind.P256 ? 128 : kind == KeyKind.P384 ? 192 : 256, operation);
        error = default;
        return true;
    }

    /// <summary>The same key on the path for machines without libcrypto.</summary>
    internal VerificationKey WithoutLibcrypto() => new(Kind, _public, Strength, Kind switch
    {
        KeyKind.Ed25519 => new ManagedEd25519(_public),
        KeyKind.Rsa => _operation,
        _ => PointOperation(NistCurve.Of(Kind)!, _public, native: false)!,
    });

    private static PublicKeyOperation? PointOperation(NistCurve curve, byte[] xy, bool native)
    {
        if (native)
            return Libcrypto.ImportPoint(curve, xy) is { } handle ? new NativeEcdsa(curve, handle) : null;
        return curve.Contains(xy) ? new ManagedEcdsa(curve, xy) : null;
    }

    private static bool Fail(ReasonCode code, out ParseError error)
    {
        error = new ParseError(code, 0, "");
        return false;
    }
}
