using System.Security.Cryptography;

namespace Attestation.Dice.Host;

/// <summary>The DICE operations of a host: hashing by the base library, Ed25519 and P-256 by libcrypto. Gives byte for byte what
/// <see cref="SoftwareDiceOperations"/> gives,
/// which does P-384 here too (OpenSSL 3.0 has no fast P-384: two to four times as slow), and everything with keys where libcrypto is
/// absent.</summary>
public sealed class HostDiceOperations : IDiceOperations
{
    private static readonly SoftwareDiceOperations Managed = new();

    private readonly bool _isNative;

    /// <summary>Uses libcrypto where it is installed.</summary>
    public HostDiceOperations()
        : this(LibCrypto.IsAvailable)
    {
    }

    private HostDiceOperations(bool isNative) => _isNative = isNative;

    /// <summary>What a host without libcrypto gets.</summary>
    public static HostDiceOperations WithoutLibCrypto() => new(isNative: false);

    public bool Hash(byte[] input, int offset, int length, byte[] hash)
    {
        if (hash.Length != SHA512.HashSizeInBytes)
            return false;
        SHA512.HashData(input.AsSpan(offset, length), hash);
        return true;
    }

    public bool Kdf(byte[] ikm, byte[] salt, byte[] info, byte[] output)
    {
        if (output.Length > 255 * SHA512.HashSizeInBytes)
            return false;
        Span<byte> key = stackalloc byte[SHA512.HashSizeInBytes];
        HKDF.Extract(HashAlgorithmName.SHA512, ikm, salt, key);
        HKDF.Expand(HashAlgorithmName.SHA512, key, output, info);
        CryptographicOperations.ZeroMemory(key);
        return true;
    }

    public bool DeriveKeyPair(DiceAlgorithm algorithm, byte[] seed, byte[] privateKey, byte[] publicKey)
    {
        if (!IsNative(algorithm))
            return Managed.DeriveKeyPair(algorithm, seed, privateKey, publicKey);
        if (seed.Length != DiceSizes.Seed || !AreKeys(algorithm, privateKey, publicKey))
            return false;
        return algorithm == DiceAlgorithm.P256 ? DeriveP256(seed, privateKey, publicKey) : DeriveEd25519(seed, privateKey, publicKey);
    }

    public bool Sign(DiceAlgorithm algorithm, byte[] privateKey, byte[] publicKey, byte[] message, int offset, int length, byte[] signature)
    {
        if (!IsNative(algorithm))
            return Managed.Sign(algorithm, privateKey, publicKey, message, offset, length, signature);
        if (!AreKeys(algorithm, privateKey, publicKey) || signature.Length != DiceAlgorithmSizes.Signature(algorithm))
            return false;
        return algorithm == DiceAlgorithm.P256
            ? SignP256(privateKey, message.AsSpan(offset, length), signature)
            : SignEd25519(privateKey, publicKey, message.AsSpan(offset, length).ToArray(), signature);
    }

    public void Wipe(byte[] secret) => CryptographicOperations.ZeroMemory(secret);

    private bool IsNative(DiceAlgorithm algorithm) => _isNative && algorithm is (DiceAlgorithm.Ed25519 or DiceAlgorithm.P256);

    /// <summary>Native code reads as many bytes as the algorithm wants, so the arrays must have them.</summary>
    private static bool AreKeys(DiceAlgorithm algorithm, byte[] privateKey, byte[] publicKey) =>
        privateKey.Length == DiceAlgorithmSizes.PrivateKey(algorithm) && publicKey.Length == DiceAlgorithmSizes.PublicKey(algorithm);

    private static bool DeriveEd25519(byte[] seed, byte[] privateKey, byte[] publicKey)
    {
        seed.CopyTo(privateKey, 0);
        NativeEd25519 native = NativeEd25519.Pool.Rent();
        bool done = native.DerivePublicKey(privateKey, publicKey);
        NativeEd25519.Pool.Return(native);
        return done;
    }

    private static bool DeriveP256(byte[] seed, byte[] privateKey, byte[] publicKey)
    {
        NativeP256 native = NativeP256.Pool.Rent();
        bool done = SeededScalar.PrivateKey(native, seed, privateKey) && native.DerivePublicKey(privateKey, publicKey);
        NativeP256.Pool.Return(native);
        return done;
    }

    private static bool SignEd25519(byte[] privateKey, byte[] publicKey, byte[] message, byte[] signature)
    {
        NativeEd25519 native = NativeEd25519.Pool.Rent();
        bool done = native.Sign(privateKey, publicKey, message, signature);
        NativeEd25519.Pool.Return(native);
        return done;
    }

    private static bool SignP256(byte[] privateKey, ReadOnlySpan<byte> message, byte[] signature)
    {
        byte[] digest = SHA256.HashData(message);
        byte[] nonce = new byte[NativeP256.Size];
        NativeP256 native = NativeP256.Pool.Rent();
        bool done = SeededScalar.Nonce(native, privateKey, digest, nonce) && native.Sign(privateKey, nonce, digest, signature);
        NativeP256.Pool.Return(native);
        CryptographicOperations.ZeroMemory(nonce);
        return done;
    }
}
