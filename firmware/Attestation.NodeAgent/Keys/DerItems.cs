namespace Attestation.NodeAgent.Keys;

/// <summary>
/// Certificates as they lie in NV storage: DER, one behind the other, padded with 00 or FF to the size of the index. Only their outer lengths are
/// read here; whether they are certificates is the verifier's business, which reads them strictly.
/// </summary>
internal static class DerItems
{
    private const byte Sequence = 0x30;

    /// <summary>Every SEQUENCE in turn, without what stands between them.</summary>
    public static List<byte[]> Cut(ReadOnlySpan<byte> bytes)
    {
        var items = new List<byte[]>();
        while (!bytes.IsEmpty)
        {
            int length = Length(bytes);
            if (length > 0)
                items.Add(bytes[..length].ToArray());
            bytes = bytes[Math.Max(length, 1)..];
        }
        return items;
    }

    /// <summary>Length of the SEQUENCE with which the bytes begin, its header included; 0 where there is none that fits.</summary>
    private static int Length(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || bytes[0] != Sequence)
            return 0;
        (int header, int content) = bytes[1] switch
        {
            0x81 => (3, bytes[2]),
            0x82 => (4, bytes[2] << 8 | bytes[3]),
            _ => (0, 0), // shorter than 128 or longer than 65,535 bytes: no certificate that an NV index holds
        };
        return header > 0 && header + content <= bytes.Length ? header + content : 0;
    }
}
