using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Attestation.Factory;

namespace Attestation.Simulator.Worlds;

/// <summary>Entropy that can be drawn again: every purpose has a stream of its own, so that one device more or less changes no other.
/// <code>block i = SHA-512("attest-sim" ‖ 00 ‖ seed, 8 bytes big-endian ‖ purpose, UTF-8 ‖ 00 ‖ i, 8 bytes big-endian)</code>
/// Good for simulations only: whoever knows the seed knows every secret.</summary>
public sealed class SeededEntropy(ulong seed)
{
    /// <summary>The stream of a purpose, from its start. Not thread-safe; each call gives another reader of the same stream.</summary>
    public EntropySource For(string purpose)
    {
        byte[] input = [.. "attest-sim\0"u8, .. BigEndian(seed), .. Encoding.UTF8.GetBytes(purpose), 0, .. new byte[8]];
        ulong block = 0;
        byte[] buffer = [];
        int used = 0;
        return destination =>
        {
            for (int i = 0; i < destination.Length; i++)
            {
                if (used == buffer.Length)
                {
                    BinaryPrimitives.WriteUInt64BigEndian(input.AsSpan(input.Length - 8), block++);
                    buffer = SHA512.HashData(input);
                    used = 0;
                }
                destination[i] = buffer[used++];
            }
        };
    }

    private static byte[] BigEndian(ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }
}
