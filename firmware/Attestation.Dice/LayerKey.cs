using System;

namespace Attestation.Dice;

/// <summary>A key pair of a layer with its identifier. Holds a secret: wipe it in the finally of whoever derived it.</summary>
public sealed class LayerKey
{
    private readonly byte[] _privateKey;
    private bool _isWiped;

    private LayerKey(DiceAlgorithm algorithm)
    {
        Algorithm = algorithm;
        _privateKey = new byte[DiceAlgorithmSizes.PrivateKey(algorithm)];
        PublicKey = new byte[DiceAlgorithmSizes.PublicKey(algorithm)];
        Id = new byte[DiceSizes.Id];
    }

    public DiceAlgorithm Algorithm { get; }

    /// <summary>Raw: 32 bytes (Ed25519), or X ‖ Y (64 or 96 bytes).</summary>
    public byte[] PublicKey { get; }

    /// <summary>UDS_ID or CDI_ID: KDF(20, public key, ID_SALT, "ID") with the top bit cleared.</summary>
    public byte[] Id { get; }

    /// <summary>The pair that certifies the next layer: derived from CDI_Attest, or from the UDS at the root ("Deriving Asymmetric Key
    /// Pairs").</summary>
    /// <param name="operations">The crypto.</param>
    /// <param name="algorithm">The algorithm of the pair.</param>
    /// <param name="secret">CDI_Attest or UDS, 32 bytes.</param>
    /// <param name="key">The pair, or null after a failure.</param>
    public static DiceResult Derive(IDiceOperations operations, DiceAlgorithm algorithm, byte[] secret, out LayerKey key) =>
        Derive(operations, algorithm, secret, DiceInfo.KeyPair, out key);

    /// <summary>The pair that signs evidence. The profile wants CDI keys to sign certificates only, so this one has its own info
    /// string.</summary>
    public static DiceResult DeriveAttestationKey(IDiceOperations operations, DiceAlgorithm algorithm, byte[] cdiAttest, out LayerKey key) =>
        Derive(operations, algorithm, cdiAttest, DiceInfo.AttestationKey, out key);

    /// <summary>The public half alone, as a factory reads it from a device: it has an ID and can be certified, and signs nothing.</summary>
    public static DiceResult FromPublicKey(IDiceOperations operations, DiceAlgorithm algorithm, byte[] publicKey, out LayerKey key)
    {
        key = null;
        if (publicKey == null || publicKey.Length == 0 || publicKey.Length != DiceAlgorithmSizes.PublicKey(algorithm))
            return DiceResult.InvalidInput;
        LayerKey candidate = new LayerKey(algorithm) { _isWiped = true };
        Array.Copy(publicKey, 0, candidate.PublicKey, 0, publicKey.Length);
        if (!candidate.DeriveId(operations))
            return DiceResult.KdfFailed;
        key = candidate;
        return DiceResult.Ok;
    }

    /// <summary>A pair that its owner kept outside of this process: see <see cref="ExportPrivateKey"/>. That the halves belong together
    /// is the caller's word.</summary>
    public static DiceResult FromPrivateKey(
        IDiceOperations operations, DiceAlgorithm algorithm, byte[] privateKey, byte[] publicKey, out LayerKey key)
    {
        key = null;
        if (privateKey == null || privateKey.Length == 0 || privateKey.Length != DiceAlgorithmSizes.PrivateKey(algorithm))
            return DiceResult.InvalidInput;
        DiceResult result = FromPublicKey(operations, algorithm, publicKey, out LayerKey candidate);
        if (result != DiceResult.Ok)
            return result;
        Array.Copy(privateKey, 0, candidate._privateKey, 0, privateKey.Length);
        candidate._isWiped = false;
        key = candidate;
        return DiceResult.Ok;
    }

    /// <summary>A copy of the private key, for a last layer whose program ends before its boot does; the caller wipes it. Null when it
    /// was wiped or was never here.</summary>
    public byte[] ExportPrivateKey()
    {
        if (_isWiped)
            return null;
        byte[] copy = new byte[_privateKey.Length];
        Array.Copy(_privateKey, 0, copy, 0, copy.Length);
        return copy;
    }

    /// <summary>A raw signature over <paramref name="length"/> bytes, or null when the operation failed, or the private key was wiped
    /// or was never here.</summary>
    public byte[] Sign(IDiceOperations operations, byte[] message, int offset, int length)
    {
        if (_isWiped)
            return null; // 32 zeros are a valid Ed25519 seed
        byte[] signature = new byte[DiceAlgorithmSizes.Signature(Algorithm)];
        return operations.Sign(Algorithm, _privateKey, PublicKey, message, offset, length, signature) ? signature : null;
    }

    /// <summary>Overwrites the private key. The public half stays usable.</summary>
    public void Wipe(IDiceOperations operations)
    {
        _isWiped = true;
        operations.Wipe(_privateKey);
    }

    private static DiceResult Derive(IDiceOperations operations, DiceAlgorithm algorithm, byte[] secret, byte[] info, out LayerKey key)
    {
        key = null;
        if (secret == null || secret.Length != DiceSizes.Cdi || DiceAlgorithmSizes.PrivateKey(algorithm) == 0)
            return DiceResult.InvalidInput;

        LayerKey candidate = new LayerKey(algorithm);
        byte[] seed = new byte[DiceSizes.Seed];
        DiceResult result = DiceResult.KdfFailed;
        try
        {
            result = candidate.Fill(operations, secret, info, seed);
        }
        finally
        {
            operations.Wipe(seed);
            if (result != DiceResult.Ok)
                candidate.Wipe(operations);
        }

        if (result == DiceResult.Ok)
            key = candidate;
        return result;
    }

    private DiceResult Fill(IDiceOperations operations, byte[] secret, byte[] info, byte[] seed)
    {
        if (!operations.Kdf(secret, DiceInfo.AsymmetricSalt, info, seed))
            return DiceResult.KdfFailed;
        if (!operations.DeriveKeyPair(Algorithm, seed, _privateKey, PublicKey))
            return DiceResult.KeyPairFailed;
        return DeriveId(operations) ? DiceResult.Ok : DiceResult.KdfFailed;
    }

    private bool DeriveId(IDiceOperations operations)
    {
        if (!operations.Kdf(PublicKey, DiceInfo.IdSalt, DiceInfo.Id, Id))
            return false;
        Id[0] &= 0x7F; // the ID is also a certificate's serial number, which is positive
        return true;
    }
}
