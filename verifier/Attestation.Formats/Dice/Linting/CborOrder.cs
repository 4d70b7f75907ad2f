using Attestation.Formats.Cbor;

namespace Attestation.Formats.Dice.Linting;

/// <summary>RFC 8949 section 4.2.1: the keys of a map stand in the bytewise lexicographic order of their encodings.</summary>
internal static class CborOrder
{
    /// <summary>The first key that should stand earlier, in diagnostic notation; null where the order is kept or the bytes are no map.</summary>
    public static string? FirstOutOfOrder(ReadOnlyMemory<byte> map)
    {
        if (!StrictCborReader.TryOpen(map, out StrictCborReader reader, out _) || !reader.IsMap || !reader.TryStartMap(out int count))
            return null;
        ReadOnlyMemory<byte> before = default;
        for (int i = 0; i < count; i++)
        {
            if (!reader.TryReadRaw(out ReadOnlyMemory<byte> key) || !reader.TrySkip())
                return null;
            if (i > 0 && before.Span.SequenceCompareTo(key.Span) > 0)
                return CborDiagnostic.TryPrint(key, out string shown, out _) ? shown : "a key";
            before = key;
        }
        return null;
    }

    /// <summary>The claims of a CWT in an untagged COSE_Sign1; null where it is none.</summary>
    public static ReadOnlyMemory<byte>? Claims(ReadOnlyMemory<byte> message) =>
        StrictCborReader.TryOpen(message, out StrictCborReader reader, out _)
        && reader.IsArray && reader.TryStartArray(out int count) && count == 4 && reader.TrySkip() && reader.TrySkip() && reader.TryReadBytes(out ReadOnlyMemory<byte> payload)
            ? payload
            : default(ReadOnlyMemory<byte>?);
}
