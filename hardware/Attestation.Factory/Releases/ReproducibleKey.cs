using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Host;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Releases;

/// <summary>A key file whose signatures are the same at every call: Ed25519 (RFC 8032), ECDSA with the nonce of RFC 6979. Keys that never leave a token
/// sign as the token does.</summary>
public static class ReproducibleKey
{
    private static readonly HostDiceOperations Operations = new();

    public static SigningKey Of(SigningKey key)
    {
        DiceAlgorithm algorithm = key.Algorithm == SignatureAlgorithm.Es384 ? DiceAlgorithm.P384 : DiceAlgorithm.P256;
        return key.SigningBy((privateKey, publicKey, data) => Sign(algorithm, privateKey, publicKey, data));
    }

    private static byte[] Sign(DiceAlgorithm algorithm, byte[] privateKey, byte[] publicKey, byte[] data)
    {
        byte[] signature = new byte[DiceAlgorithmSizes.Signature(algorithm)];
        return Operations.Sign(algorithm, privateKey, publicKey, data, 0, data.Length, signature)
            ? signature
            : throw new CryptographicException("the key could not sign");
    }
}
