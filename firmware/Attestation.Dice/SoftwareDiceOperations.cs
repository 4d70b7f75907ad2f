using System;
using Attestation.Dice.Primitives;

namespace Attestation.Dice;

/// <summary>The DICE operations in C# alone: what a board without usable crypto runs, and a host without libcrypto.</summary>
public sealed class SoftwareDiceOperations : IDiceOperations
{
    public bool Hash(byte[] input, int offset, int length, byte[] hash)
    {
        if (hash.Length != Sha512.Size)
            return false;
        Sha512.Hash(input, offset, length, hash, 0);
        return true;
    }

    public bool Kdf(byte[] ikm, byte[] salt, byte[] info, byte[] output) => Hkdf.DeriveSha512(ikm, salt, info, output);

    public bool DeriveKeyPair(DiceAlgorithm algorithm, byte[] seed, byte[] privateKey, byte[] publicKey)
    {
        if (seed.Length != DiceSizes.Seed)
            return false;
        switch (algorithm)
        {
            case DiceAlgorithm.Ed25519:
                if (privateKey.Length != Ed25519.SeedSize)
                    return false;
                Array.Copy(seed, 0, privateKey, 0, seed.Length);
                return Ed25519.DerivePublicKey(seed, publicKey);
            case DiceAlgorithm.P256:
                return P256.GeneratePrivateKey(seed, privateKey) && P256.DerivePublicKey(privateKey, publicKey);
            case DiceAlgorithm.P384:
                return P384.GeneratePrivateKey(seed, privateKey) && P384.DerivePublicKey(privateKey, publicKey);
            default:
                return false;
        }
    }

    public bool Sign(DiceAlgorithm algorithm, byte[] privateKey, byte[] publicKey, byte[] message, int offset, int length, byte[] signature)
    {
        byte[] digest;
        switch (algorithm)
        {
            case DiceAlgorithm.Ed25519:
                return Ed25519.Sign(privateKey, publicKey, message, offset, length, signature);
            case DiceAlgorithm.P256:
                digest = new byte[Sha256.Size];
                Sha256.Hash(message, offset, length, digest, 0);
                return P256.Sign(privateKey, digest, signature);
            case DiceAlgorithm.P384:
                digest = new byte[Sha384.Size];
                Sha384.Hash(message, offset, length, digest, 0);
                return P384.Sign(privateKey, digest, signature);
            default:
                return false;
        }
    }

    public void Wipe(byte[] secret) => Array.Clear(secret, 0, secret.Length);
}
