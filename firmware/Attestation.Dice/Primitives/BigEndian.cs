namespace Attestation.Dice.Primitives;

/// <summary>Big-endian words in byte arrays, in unsigned steps only: nanoFramework's interpreter keeps a sign tag that casts do not change.</summary>
internal static class BigEndian
{
    internal static uint Read32(byte[] from, int at)
    {
        uint word = (uint)from[at] << 24 | (uint)from[at + 1] << 16 | (uint)from[at + 2] << 8 | from[at + 3];
        return word;
    }

    internal static ulong Read64(byte[] from, int at)
    {
        ulong word = (ulong)from[at] << 56 | (ulong)from[at + 1] << 48 | (ulong)from[at + 2] << 40 | (ulong)from[at + 3] << 32
            | (ulong)from[at + 4] << 24 | (ulong)from[at + 5] << 16 | (ulong)from[at + 6] << 8 | from[at + 7];
        return word;
    }

    internal static void Write32(uint word, byte[] to, int at)
    {
        to[at] = (byte)(word >> 24);
        to[at + 1] = (byte)(word >> 16);
        to[at + 2] = (byte)(word >> 8);
        to[at + 3] = (byte)word;
    }

    internal static void Write64(ulong word, byte[] to, int at)
    {
        to[at] = (byte)(word >> 56);
        to[at + 1] = (byte)(word >> 48);
        to[at + 2] = (byte)(word >> 40);
        to[at + 3] = (byte)(word >> 32);
        to[at + 4] = (byte)(word >> 24);
        to[at + 5] = (byte)(word >> 16);
        to[at + 6] = (byte)(word >> 8);
        to[at + 7] = (byte)word;
    }
}
