using System;

namespace Attestation.Dice.Certificates;

/// <summary>SubjectPublicKeyInfo of RFC 5280 section 4.1 for a raw public key (RFC 8410 section 4; RFC 5480 section 2).</summary>
public static class SubjectPublicKey
{
    /// <summary>The DER bytes; null when the key has not the length of its algorithm.</summary>
    /// <param name="algorithm">Of the key.</param>
    /// <param name="publicKey">Raw: 32 bytes (Ed25519), or X ‖ Y.</param>
    public static byte[] Encode(DiceAlgorithm algorithm, byte[] publicKey)
    {
        if (publicKey == null || publicKey.Length == 0 || publicKey.Length != DiceAlgorithmSizes.PublicKey(algorithm))
            return null;
        byte[] prefix = X509Parts.PublicKeyPrefix(algorithm);
        byte[] der = new byte[prefix.Length + publicKey.Length];
        Array.Copy(prefix, 0, der, 0, prefix.Length);
        Array.Copy(publicKey, 0, der, prefix.Length, publicKey.Length);
        return der;
    }
}
