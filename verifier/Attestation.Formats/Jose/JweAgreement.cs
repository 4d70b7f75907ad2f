using System.Security.Cryptography;
using Attestation.Formats.Keys;

namespace Attestation.Formats.Jose;

/// <summary>ECDH-ES, direct (RFC 7518 section 4.6): the content key comes out of the agreement itself. P-256 only.</summary>
internal static class JweAgreement
{
    public const string Algorithm = "ECDH-ES", Encryption = "A256GCM";

    /// <summary>The content key.</summary>
    /// <param name="own">Our private key on P-256.</param>
    /// <param name="other">Their public key; that it is a point on the curve was checked when it was read.</param>
    /// <param name="partyU">apu.</param>
    /// <param name="partyV">apv.</param>
    public static byte[] ContentKey(ECDiffieHellman own, VerificationKey other, ReadOnlySpan<byte> partyU, ReadOnlySpan<byte> partyV)
    {
        byte[] secret = Agree(own, other);
        try
        {
            return ConcatKdf.Derive(secret, Encryption, partyU, partyV, JweContent.KeySize);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Z: the x coordinate of the shared point, 32 bytes (NIST SP 800-56A section 5.7.1.2).</summary>
    internal static byte[] Agree(ECDiffieHellman own, VerificationKey other)
    {
        if (other.Kind != KeyKind.P256)
            throw new ArgumentException("the other key is not on P-256", nameof(other));
        ReadOnlySpan<byte> point = other.PublicBytes.Span;
        using var peer = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point[..32].ToArray(), Y = point[32..].ToArray() },
        });
        using ECDiffieHellmanPublicKey key = peer.PublicKey;
        return own.DeriveRawSecretAgreement(key);
    }

    /// <summary>The public half of a private key, in the form that is sent.</summary>
    internal static VerificationKey PublicHalf(ECDiffieHellman own) =>
        VerificationKey.TryParseSpki(own.ExportSubjectPublicKeyInfo(), out VerificationKey key, out _) && key.Kind == KeyKind.P256
            ? key
            : throw new ArgumentException("the key is not on P-256", nameof(own));
}
