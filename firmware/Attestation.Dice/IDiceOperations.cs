namespace Attestation.Dice;

/// <summary>The handful of operations that the DICE core is built on: the same core runs on a board's crypto, on .NET's, and on one
/// that fails when a test wants it to.
/// Every method but <see cref="Wipe"/> returns false when it could not do its job; what it wrote so far is then worthless, and the
/// caller wipes it.</summary>
/// <remarks>An implementation may be called from several threads. It keeps no copy of what it is given.</remarks>
public interface IDiceOperations
{
    /// <summary>SHA-512 of <paramref name="length"/> bytes; <paramref name="hash"/> has 64.</summary>
    bool Hash(byte[] input, int offset, int length, byte[] hash);

    /// <summary>KDF(length of output, ikm, salt, info): HKDF-SHA-512 with its extract step (RFC 5869).</summary>
    bool Kdf(byte[] ikm, byte[] salt, byte[] info, byte[] output);

    /// <summary>The key pair that belongs to a 32-byte seed. Ed25519: the seed is the private key. P-256, P-384: HMAC_DRBG (SHA-512)
    /// seeded with it,
    /// the first candidate 0 &lt; d &lt; n. The arrays have the sizes of <see cref="DiceAlgorithmSizes"/>.</summary>
    bool DeriveKeyPair(DiceAlgorithm algorithm, byte[] seed, byte[] privateKey, byte[] publicKey);

    /// <summary>Signs: Ed25519 (RFC 8032), or deterministic ECDSA (RFC 6979) with SHA-256 for P-256 and SHA-384 for P-384. The
    /// signature is raw, R ‖ S or r ‖ s.</summary>
    bool Sign(DiceAlgorithm algorithm, byte[] privateKey, byte[] publicKey, byte[] message, int offset, int length, byte[] signature);

    /// <summary>Overwrites a secret with zeros.</summary>
    void Wipe(byte[] secret);
}
