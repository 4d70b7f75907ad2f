namespace Attestation.Fuzz;

/// <summary>
/// Damages a seed the way transports, bugs and attackers do. Deterministic: the same seed number gives the same inputs on every machine.
/// </summary>
public sealed class Mutator(int seed)
{
    /// <summary>Bytes that mean something to CBOR, DER and JSON: length bombs, indefinite lengths, tags, nulls, quotes.</summary>
    private static readonly byte[] Interesting =
        [0x00, 0x01, 0x7F, 0x80, 0x81, 0x84, 0xFF, 0x18, 0x19, 0x1A, 0x1B, 0x1F, 0x3B, 0x5B, 0x5F, 0x7B, 0x9B, 0x9F, 0xBB, 0xBF, 0xD2, 0xDB, 0xF6, 0xF7, 0xFB, 0x30, 0xA0, 0x22, 0x5C, 0x7D];

    private readonly Random random = new(seed);

    /// <summary>One to four damages of <paramref name="input"/>, sometimes with a piece of <paramref name="other"/>; never longer than 2x + 64 bytes.</summary>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        byte[] bytes = [.. input];
        for (int round = random.Next(1, 5); round > 0; round--)
            bytes = Once(bytes, other);
        return bytes.Length <= input.Length * 2 + 64 ? bytes : bytes[..(input.Length * 2 + 64)];
    }

    private byte[] Once(byte[] bytes, byte[] other)
    {
        if (bytes.Length == 0)
            return [Interesting[random.Next(Interesting.Length)]];
        int at = random.Next(bytes.Length);
        int length = Math.Min(random.Next(1, 33), bytes.Length - at);
        switch (random.Next(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = Interesting[random.Next(Interesting.Length)];
                return bytes;
            case 2:
                bytes[at] = unchecked((byte)(bytes[at] + (random.Next(2) == 0 ? 1 : -1)));
                return bytes;
            case 3:
                return bytes[..at];
            case 4:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 5:
                return [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]];
            case 6:
                return [.. bytes[..at], Interesting[random.Next(Interesting.Length)], .. bytes[at..]];
            case 7 when other.Length > 0:
                int from = random.Next(other.Length);
                int count = Math.Min(random.Next(1, 257), other.Length - from);
                return [.. bytes[..at], .. other[from..(from + count)], .. bytes[Math.Min(bytes.Length, at + count)..]];
            default:
                random.NextBytes(bytes.AsSpan(at, length));
                return bytes;
        }
    }
}
