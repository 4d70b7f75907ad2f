using System.Diagnostics.CodeAnalysis;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Cmw;

/// <summary>Reads the CBOR forms. Collections may hold collections; the well-formedness pass has limited the nesting.</summary>
internal static class CmwCborReader
{
    public static bool TryRead(StrictCborReader reader, [NotNullWhen(true)] out CmwMessage? message)
    {
        message = null;
        if (reader.IsArray)
            return TryReadRecord(reader, out message);
        if (reader.IsMap)
            return TryReadCollection(reader, out message);
        return reader.PeekTag() is { } tag ? TryReadTagged(reader, tag, out message) : reader.Fail(CmwReasons.Structure);
    }

    private static bool TryReadRecord(StrictCborReader reader, [NotNullWhen(true)] out CmwMessage? message)
    {
        message = null;
        int start = reader.Offset;
        if (!reader.TryStartArray(out int count) || count is not (2 or 3))
            return reader.FailAt(CmwReasons.Structure, start);
        if (!TryReadType(reader, out string? mediaType, out int? format))
            return reader.Fail(CmwReasons.Type);
        if (!reader.IsBytes || !reader.TryReadBytes(out ReadOnlyMemory<byte> value))
            return reader.Fail(CmwReasons.Value);
        CmwIndicator? indicator = null;
        if (count == 3)
        {
            if (!reader.IsInteger || !reader.TryReadInt64(out long bits) || bits is < 0 or > 31)
                return reader.Fail(CmwReasons.Indicator);
            indicator = (CmwIndicator)bits;
        }
        message = new CmwRecord { MediaType = mediaType, ContentFormat = format, Value = value, Indicator = indicator };
        return reader.TryEndArray();
    }

    private static bool TryReadType(StrictCborReader reader, out string? mediaType, out int? format)
    {
        (mediaType, format) = (null, null);
        if (reader.IsText)
            return reader.TryReadText(out mediaType!) && mediaType.Contains('/');
        if (!reader.IsInteger || !reader.TryReadInt64(out long number) || number is < 0 or > ushort.MaxValue)
            return false;
        format = (int)number;
        return true;
    }

    private static bool TryReadTagged(StrictCborReader reader, ulong tag, [NotNullWhen(true)] out CmwMessage? message)
    {
        message = null;
        int start = reader.Offset;
        if (!ContentFormatTag.TryToFormat(tag, out int format) || !reader.TryReadTag(tag) || !reader.IsBytes || !reader.TryReadBytes(out ReadOnlyMemory<byte> value))
            return reader.FailAt(CmwReasons.Tag, start);
        message = new CmwRecord { ContentFormat = format, Value = value, Tagged = true };
        return true;
    }

    private static bool TryReadCollection(StrictCborReader reader, [NotNullWhen(true)] out CmwMessage? message)
    {
        message = null;
        int start = reader.Offset;
        string? type = null;
        var entries = new List<KeyValuePair<CborLabel, CmwMessage>>();
        bool good = reader.TryReadMap(label =>
        {
            if (label.Text == CmwMessage.CollectionTypeKey)
                return reader.IsText ? reader.TryReadText(out type!) : reader.Fail(CmwReasons.Collection);
            if (!TryRead(reader, out CmwMessage? entry))
                return false;
            entries.Add(new(label, entry));
            return true;
        }, max: 1024);
        if (!good || entries.Count == 0)
            return reader.FailAt(CmwReasons.Collection, start);
        message = new CmwCollection(type, entries);
        return true;
    }
}
