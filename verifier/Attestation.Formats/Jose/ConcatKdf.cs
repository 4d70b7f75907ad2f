using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Attestation.Formats.Jose;

/// <summary>Concat KDF (NIST SP 800-56A section 5.8.1) with SHA-256 as RFC 7518 section 4.6.2 fills it in.</summary>
internal static class ConcatKdf
{
    /// <summary>
    /// One round, which is enough for every key up to 256 bits:
    /// <code>
    /// SHA-256( 00000001 ‖ Z ‖ len(alg) ‖ alg ‖ len(apu) ‖ apu ‖ len(apv) ‖ apv ‖ key bits )      every number 32 bits, big-endian
    /// </code>
    /// </summary>
    /// <param name="secret">Z, the x coordinate that ECDH gives, at the curve's full length.</param>
    /// <param name="algorithm">The value of enc, where the key is used directly.</param>
    /// <param name="partyU">apu, decoded.</param>
    /// <param name="partyV">apv, decoded.</param>
    /// <param name="size">Bytes of key, at most 32.</param>
    public static byte[] Derive(ReadOnlySpan<byte> secret, string algorithm, ReadOnlySpan<byte> partyU, ReadOnlySpan<byte> partyV, int size)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Number(hash, 1);
        hash.AppendData(secret);
        Text(hash, Encoding.ASCII.GetBytes(algorithm));
        Text(hash, partyU);
        Text(hash, partyV);
        Number(hash, 8 * size);
        byte[] digest = hash.GetHashAndReset();
        try
        {
            return digest[..size];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(digest);
        }
    }

    private static void Text(IncrementalHash hash, ReadOnlySpan<byte> text)
    {
        Number(hash, text.Length);
        hash.AppendData(text);
    }

    private static void Number(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
