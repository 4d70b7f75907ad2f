using System.Security.Cryptography;

namespace Attestation.Dice.Host;

/// <summary>The DICE operations of a host: hashing by the base library, signatures by libcrypto. Gives byte for byte what <see cref="SoftwareDiceOperations"/> gives.
/// Where libcrypto is absent it is that implementation that signs.</summary>
public sealed class HostDiceOperations : IDiceOperations
{
    private static readonly SoftwareDiceOperations Managed = new();

    private static readonly byte[] P256Order =
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    private static readonly byte[] P384Order =
        Convert.FromHexString("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973");

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
        if (!_isNative)
            return Managed.DeriveKeyPair(algorithm, seed, privateKey, publicKey);
        if (seed.Length != DiceSizes.Seed || !AreKeys(algorithm, privateKey, publicKey))
            return false;
        if (algorithm != DiceAlgorithm.Ed25519)
            return DeriveOnCurve(CurveOf(algorithm), seed, privateKey, publicKey);

        seed.CopyTo(privateKey, 0);
        NativeEd25519 native = NativeEd25519.Pool.Rent();
        bool done = native.DerivePublicKey(privateKey, publicKey);
        NativeEd25519.Pool.Return(native);
        return done;
    }

    public bool Sign(DiceAlgorithm algorithm, byte[] privateKey, byte[] publicKey, byte[] message, int offset, int length, byte[] signature)
    {
        if (!_isNative)
            return Managed.Sign(algorithm, privateKey, publicKey, message, offset, length, signature);
        if (!AreKeys(algorithm, privateKey, publicKey) || signature.Length != DiceAlgorithmSizes.Signature(algorithm))
            return false;
        if (algorithm != DiceAlgorithm.Ed25519)
            return SignOnCurve(algorithm, privateKey, message.AsSpan(offset, length), signature);

        byte[] whole = offset == 0 && length == message.Length ? message : message.AsSpan(offset, length).ToArray();
        NativeEd25519 native = NativeEd25519.Pool.Rent();
        bool done = native.Sign(privateKey, publicKey, whole, signature);
        NativeEd25519.Pool.Return(native);
        return done;
    }

    public void Wipe(byte[] secret) => CryptographicOperations.ZeroMemory(secret);

    /// <summary>Native code reads as many bytes as the algorithm wants, so the arrays must have them.</summary>
    private static bool AreKeys(DiceAlgorithm algorithm, byte[] privateKey, byte[] publicKey) =>
        privateKey.Length != 0
        && privateKey.Length == DiceAlgorithmSizes.PrivateKey(algorithm)
        && publicKey.Length == DiceAlgorithmSizes.PublicKey(algorithm);

    private static NativePool<NativeCurve> CurveOf(DiceAlgorithm algorithm) =>
        algorithm == DiceAlgorithm.P256 ? NativeCurve.P256 : NativeCurve.P384;

    private static bool DeriveOnCurve(NativePool<NativeCurve> pool, byte[] seed, byte[] privateKey, byte[] publicKey)
    {
        NativeCurve curve = pool.Rent();
        bool done = SeededScalar.PrivateKey(curve, seed, privateKey) && curve.DerivePublicKey(privateKey, publicKey);
        pool.Return(curve);
        return done;
    }

    private static bool SignOnCurve(DiceAlgorithm algorithm, byte[] privateKey, ReadOnlySpan<byte> message, byte[] signature)
    {
        bool isP256 = algorithm == DiceAlgorithm.P256;
        byte[] digest = isP256 ? SHA256.HashData(message) : SHA384.HashData(message);
        byte[] nonce = new byte[digest.Length];
        NativeCurve curve = CurveOf(algorithm).Rent();
        bool done = SeededScalar.Nonce(curve, privateKey, digest, isP256 ? P256Order : P384Order, nonce)
            && curve.Sign(privateKey, nonce, digest, signature);
        CurveOf(algorithm).Return(curve);
        CryptographicOperations.ZeroMemory(nonce);
        return done;
    }
}
