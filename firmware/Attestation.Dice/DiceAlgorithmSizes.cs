namespace Attestation.Dice;

/// <summary>How many bytes the keys and signatures of an algorithm have. An unknown algorithm has size 0 everywhere.</summary>
public static class DiceAlgorithmSizes
{
    /// <summary>Ed25519: the 32-byte seed of RFC 8032; P-256, P-384: the scalar d, big-endian, 32 or 48 bytes.</summary>
    public static int PrivateKey(DiceAlgorithm algorithm) => Coordinate(algorithm);

    /// <summary>Ed25519: 32 bytes; P-256, P-384: X ‖ Y without the leading 04, 64 or 96 bytes.</summary>
    public static int PublicKey(DiceAlgorithm algorithm) =>
        algorithm == DiceAlgorithm.Ed25519 ? 32 : 2 * Coordinate(algorithm);

    /// <summary>Ed25519: R ‖ S, 64 bytes; P-256, P-384: r ‖ s, 64 or 96 bytes.</summary>
    public static int Signature(DiceAlgorithm algorithm) => 2 * Coordinate(algorithm);

    private static int Coordinate(DiceAlgorithm algorithm)
    {
        switch (algorithm)
        {
            case DiceAlgorithm.Ed25519:
            case DiceAlgorithm.P256:
                return 32;
            case DiceAlgorithm.P384:
                return 48;
            default:
                return 0;
        }
    }
}
