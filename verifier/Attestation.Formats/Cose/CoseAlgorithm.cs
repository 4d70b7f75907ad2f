using Attestation.Formats.Keys;

namespace Attestation.Formats.Cose;

/// <summary>COSE algorithm numbers (RFC 9053 section 2; RFC 9864 for the fully specified ones, which mean the same here).</summary>
public static class CoseAlgorithm
{
    public const long Es256 = -7;
    public const long EdDsa = -8;
    public const long Es384 = -35;
    public const long Es512 = -36;

    /// <summary>ESP256, ESP384, ESP512 and Ed25519 of RFC 9864.</summary>
    private const long Esp256 = -9, Esp384 = -51, Esp512 = -52, Ed25519 = -19;

    /// <summary>False for algorithms that are not accepted, which includes everything but ECDSA and EdDSA.</summary>
    public static bool TryFrom(long number, out SignatureAlgorithm algorithm)
    {
        SignatureAlgorithm? known = number switch
        {
            Es256 or Esp256 => SignatureAlgorithm.Es256,
            Es384 or Esp384 => SignatureAlgorithm.Es384,
            Es512 or Esp512 => SignatureAlgorithm.Es512,
            EdDsa or Ed25519 => SignatureAlgorithm.EdDsa,
            _ => null,
        };
        algorithm = known ?? default;
        return known is not null;
    }

    /// <summary>The number written for an algorithm of COSE.</summary>
    public static long NumberOf(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.Es256 => Es256,
        SignatureAlgorithm.Es384 => Es384,
        SignatureAlgorithm.Es512 => Es512,
        SignatureAlgorithm.EdDsa => EdDsa,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "COSE messages here use ECDSA and EdDSA only"),
    };

    /// <summary>Bytes of a signature: r‖s or R‖S.</summary>
    internal static int SignatureLength(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.Es384 => 96,
        SignatureAlgorithm.Es512 => 132,
        _ => 64,
    };
}
