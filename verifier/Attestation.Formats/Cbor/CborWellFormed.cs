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
}
