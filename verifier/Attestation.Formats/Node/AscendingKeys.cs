using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Node;

/// <summary>
/// Holds a map to the one order of RFC 8949 section 4.2.1: bytewise by the keys' encodings. For unsigned integers that is their order, for
/// texts shorter ones first; maps of node evidence never mix the two.
/// </summary>
internal struct AscendingKeys
{
    private CborLabel last;
    private bool any;

    /// <summary>Call with each key, before its value is read.</summary>
    internal bool TryNext(StrictCborReader reader, CborLabel label)
    {
        bool ascends = !any || (label.Text is { } text ? TextAscends(last.Text, text) : last.Text is null && label.Integer > last.Integer);
        (last, any) = (label, true);
        return ascends || reader.Fail(NodeReasons.Order);
    }

    private static bool TextAscends(string? before, string text)
    {
        if (before is null)
            return false;
        int left = System.Text.Encoding.UTF8.GetByteCount(before);
        int right = System.Text.Encoding.UTF8.GetByteCount(text);
        return left < right || (left == right && string.CompareOrdinal(before, text) < 0);
    }
}
