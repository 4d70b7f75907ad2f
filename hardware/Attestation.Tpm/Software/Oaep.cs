using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>
/// RSAES-OAEP with a label, RFC 8017 clause 7.1.1, as Part 1 clause B.4 uses it. .NET's OAEP takes no label, so the padding is laid here and
/// only a public-key operation remains.
/// <code>
///   EM = 00 | seed xor MGF(DB) | DB xor MGF(seed)        DB = H(label 00) | 00.. | 01 | message
/// </code>
/// </summary>
internal static class Oaep
{
    public static byte[] Encrypt(TpmsRsaParms key, TpmAlgId hash, string label, byte[] message, byte[] seed)
    {
        int size = key.Modulus.Length;
        int digest = hash.DigestSize();
        if (message.Length > size - 2 * digest - 2 || seed.Length != digest)
            throw new ArgumentException("the message does not fit the key, or the seed does not fit the hash");
        var block = new byte[size];
        Span<byte> maskedSeed = block.AsSpan(1, digest);
        Span<byte> data = block.AsSpan(1 + digest);
        try
        {
            seed.CopyTo(maskedSeed);
            TpmHash.Compute(hash, [.. Encoding.ASCII.GetBytes(label), 0]).CopyTo(data);
            data[^(message.Length + 1)] = 1;
            message.CopyTo(data[^message.Length..]);
            Mask(hash, maskedSeed, data);
            Mask(hash, data, maskedSeed);
            return PublicOperation(key, block);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(block);
        }
    }

    /// <summary>MGF1 over <paramref name="source"/>, exclusive-or into <paramref name="target"/>.</summary>
    internal static void Mask(TpmAlgId hash, ReadOnlySpan<byte> source, Span<byte> target)
    {
        byte[] from = source.ToArray();
        for (int at = 0, counter = 0; at < target.Length; counter++)
        {
            byte[] block = TpmHash.Compute(hash, from, [0, 0, 0, (byte)counter]);
            for (int i = 0; i < block.Length && at < target.Length; i++)
                target[at++] ^= block[i];
        }
        CryptographicOperations.ZeroMemory(from);
    }

    private static byte[] PublicOperation(TpmsRsaParms key, byte[] block)
    {
        var modulus = new BigInteger(key.Modulus, isUnsigned: true, isBigEndian: true);
        var message = new BigInteger(block, isUnsigned: true, isBigEndian: true);
        BigInteger power = BigInteger.ModPow(message, key.Exponent == 0 ? 65537 : key.Exponent, modulus);
        byte[] cipher = power.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[block.Length - cipher.Length], .. cipher];
    }
}
