using System.Security.Cryptography;

namespace Attestation.Tpm.Software;

/// <summary>AES in CFB mode with full-block feedback, Part 1 clause B.2; inputs of any length.</summary>
internal static class AesCfb
{
    public static byte[] Encrypt(byte[] key, byte[] iv, byte[] plain) =>
        Transform(plain, (aes, padded) => aes.EncryptCfb(padded, iv, PaddingMode.None, 128), key);

    public static byte[] Decrypt(byte[] key, byte[] iv, byte[] cipher) =>
        Transform(cipher, (aes, padded) => aes.DecryptCfb(padded, iv, PaddingMode.None, 128), key);

    /// <summary>CFB is a stream: a padded last block gives the same leading bytes.</summary>
    private static byte[] Transform(byte[] input, Func<Aes, byte[], byte[]> transform, byte[] key)
    {
        var padded = new byte[(input.Length + 15) / 16 * 16];
        input.CopyTo(padded, 0);
        try
        {
            using var aes = Aes.Create();
            aes.Key = key;
            byte[] whole = transform(aes, padded);
            byte[] result = whole[..input.Length];
            CryptographicOperations.ZeroMemory(whole);
            return result;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(padded);
        }
    }
}
