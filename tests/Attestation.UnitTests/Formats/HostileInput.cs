namespace Attestation.UnitTests.Formats;

/// <summary>The bad inputs that every reader gets, made from one good input.</summary>
internal static class HostileInput
{
    /// <summary>Nothing, then the input cut after each byte, then with one byte more.</summary>
    public static IEnumerable<byte[]> Lengths(byte[] good)
    {
        for (int length = 0; length < good.Length; length++)
            yield return good[..length];
        yield return [.. good, 0];
    }

    /// <summary>Each single bit turned, with the index of its byte.</summary>
    public static IEnumerable<(int Index, byte[] Bytes)> Flips(byte[] good)
    {
        for (int bit = 0; bit < good.Length * 8; bit++)
        {
            byte[] bad = (byte[])good.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return (bit / 8, bad);
        }
    }

    /// <summary>Well-formed and malformed CBOR of unexpected shapes: wrong types, bombs of length and of nesting.</summary>
    public static IEnumerable<byte[]> CborShapes() => Shapes.Select(Convert.FromHexString);

    private static readonly string[] Shapes =
    [
        "00", "20", "40", "60", "80", "a0", "c000", "f4", "f6", "f7", "f90000", "f820", "d280", "d2a0", "d28440a04040", "d9 01f5a0".Replace(" ", "", StringComparison.Ordinal),
        "9bffffffffffffffff", "bbffffffffffffffff", "5bffffffffffffffff", "7bffffffffffffffff", "9a7fffffff", "ba7fffffff", "5a7fffffff",
        string.Concat(Enumerable.Repeat("81", 200)) + "00", string.Concat(Enumerable.Repeat("d2", 200)) + "00", string.Concat(Enumerable.Repeat("a100", 200)) + "00",
        "a10000", "a2000000" + "00", "8400000000", "8440a0f640", "d28443a10126a0f640", "9fff", "bfff", "1800", "ff", "1c",
    ];
}
