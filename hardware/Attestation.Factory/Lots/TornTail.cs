using Attestation.Formats.Lots;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Attestation.Formats;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Lots;

/// <summary>What a write that was cut leaves at the end of a journal: a beginning of what one append could have written behind the last whole entry, and
/// not all of it. Every other tail was changed by somebody. The file grows in order, so a kill or a power cut leaves nothing else.</summary>
internal static class TornTail
{
    /// <summary>CBOR: a map of 3 to 12 members, whose first is label 1 with 32 bytes (docs/formats/lot-journal.cddl).</summary>
    private const byte SmallestMap = 0xA3, LargestMap = 0xAC;
    private static readonly byte[] FirstMember = [0x01, 0x58, JournalFrame.HashLength];

    /// <param name="tail">All bytes behind the last whole entry; at least one.</param>
    /// <param name="previous">Hash of that entry, which the next one carries.</param>
    public static bool IsOne(ReadOnlyMemory<byte> tail, ReadOnlySpan<byte> previous)
    {
        ReadOnlySpan<byte> bytes = tail.Span;
        if (bytes.Length < JournalFrame.HeadLength)
            return BeginsLength(bytes);
        int length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        if (length is < 1 or > JournalFrame.MaxEntry || bytes.Length >= JournalFrame.HeadLength + length + JournalFrame.HashLength)
            return false;
        ReadOnlyMemory<byte> rest = tail[JournalFrame.HeadLength..];
        return rest.Length < length ? BeginsEntry(rest, previous) : EndsInHash(rest[..length], rest.Span[length..], previous);
    }

    /// <summary>The first bytes of a number from 1 to 65,536.</summary>
    private static bool BeginsLength(ReadOnlySpan<byte> bytes) =>
        bytes[0] == 0 && (bytes.Length < 2 || bytes[1] == 0 || (bytes[1] == 1 && (bytes.Length < 3 || bytes[2] == 0)));

    private static bool BeginsEntry(ReadOnlyMemory<byte> entry, ReadOnlySpan<byte> previous)
    {
        ReadOnlySpan<byte> bytes = entry.Span;
        if (bytes.Length > 0 && bytes[0] is < SmallestMap or > LargestMap)
            return false;
        byte[] known = [.. FirstMember, .. previous];
        ReadOnlySpan<byte> member = bytes.Length > 1 ? bytes[1..Math.Min(bytes.Length, 1 + known.Length)] : [];
        return known.AsSpan().StartsWith(member) && (bytes.Length == 0 || IsIncomplete(entry));
    }

    /// <summary>An item that is whole before its length is reached, or is no CBOR, was never the beginning of an entry.</summary>
    private static bool IsIncomplete(ReadOnlyMemory<byte> entry) => !StrictCborReader.TryOpen(entry, out _, out ParseError error) && error.Code == CborReasons.Truncated;

    private static bool EndsInHash(ReadOnlyMemory<byte> entry, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> previous) =>
        JournalEntryCbor.TryParse(entry, out JournalEntry parsed) && parsed.Previous.Span.SequenceEqual(previous) && SHA256.HashData(entry.Span).AsSpan().StartsWith(hash);
}
