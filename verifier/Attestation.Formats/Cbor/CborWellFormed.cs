using Attestation.Formats.Reasons;

namespace Attestation.Formats.Cbor;

/// <summary>
/// The one accepted encoding of CBOR (RFC 8949 sections 4.1 and 5.6), checked before anything is read: one item, definite and shortest
/// lengths, text in UTF-8, no key twice, nested at most <see cref="MaxDepth"/> deep, nothing behind it.
/// </summary>
/// <remarks>
/// One pass from left to right without recursion. A declared length is compared with the bytes that are left before anything is
/// allocated for it, so memory is proportional to the input. Map order is free: deployed producers do not agree on one.
/// </remarks>
public static class CborWellFormed
{
    /// <summary>Arrays, maps and tags inside each other, the outermost included.</summary>
    public const int MaxDepth = 16;

    /// <summary>Largest input unless the caller says otherwise: 1 MiB.</summary>
    public const int DefaultMaxSize = 1 << 20;

    /// <returns>True if <paramref name="bytes"/> is exactly one item in the accepted encoding.</returns>
    public static bool TryCheck(ReadOnlyMemory<byte> bytes, out ParseError error, int maxSize = DefaultMaxSize)
    {
        if (bytes.Length > maxSize)
        {
            error = new ParseError(CborReasons.TooLarge, 0, "");
            return false;
        }
        var scan = new CborScan(bytes.Span, stackalloc CborScan.Level[MaxDepth], stackalloc CborScan.Key[CborScan.KeysOnStack]);
        if (!scan.TryScanItem() || !scan.TryEnd())
        {
            error = new ParseError(scan.Fault!, scan.Position, "");
            return false;
        }
        error = default;
        return true;
    }

    /// <summary>Bytes of the first of several items that <see cref="TryCheck"/> has been through.</summary>
    internal static int LengthOfFirst(ReadOnlySpan<byte> items)
    {
        CborHead head = CborHead.Read(items);
        if (head.Major is 0 or 1 or 7)
            return head.Size;
        if (head.Major is 2 or 3)
            return head.Size + (int)head.Argument;
        var scan = new CborScan(items, stackalloc CborScan.Level[MaxDepth], stackalloc CborScan.Key[CborScan.KeysOnStack]);
        return scan.TryScanItem() ? scan.Position : throw new InvalidOperationException("not an item that was checked");
    }
}
