using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Corim;

public sealed partial record MeasurementValues
{
    internal static bool TryRead(StrictCborReader reader, out MeasurementValues values)
    {
        int start = reader.Offset;
        var read = new MeasurementValues();
        int count = 0;
        bool good = reader.IsMap && reader.TryReadMap(label =>
        {
            int at = reader.Offset;
            count++;
            return TryReadValue(reader, label, ref read) || reader.FailAt(CorimReasons.Value, at);
        }, max: 256);
        values = read;
        if (!good)
            return reader.FailAt(CorimReasons.Value, start);
        return count > 0 || reader.FailAt(CorimReasons.Measurement, start);
    }

    private static bool TryReadValue(StrictCborReader reader, CborLabel label, ref MeasurementValues read)
    {
        bool good;
        switch (label.Integer)
        {
            case 0:
                return TryReadVersion(reader, ref read);
            case 1:
                return TryReadSvn(reader, ref read);
            case 2:
                good = CorimDigest.TryReadList(reader, out IReadOnlyList<CorimDigest> digests);
                read = read with { Digests = digests };
                return good;
            case 3:
                return TryReadFlags(reader, ref read);
            case 4:
                return TryReadRaw(reader, ref read);
            case 5:
                good = reader.TryReadBytes(out ReadOnlyMemory<byte> mask);
                read = read with { RawMask = mask };
                return good;
            case 6:
                good = reader.TryReadBytes(out ReadOnlyMemory<byte> mac, 6, 8) && mac.Length is 6 or 8;
                read = read with { MacAddress = mac };
                return good;
            case 7:
                good = reader.TryReadBytes(out ReadOnlyMemory<byte> ip, 4, 16) && ip.Length is 4 or 16;
                read = read with { IpAddress = ip };
                return good;
            case 8:
                good = reader.TryReadText(out string serial);
                read = read with { SerialNumber = serial };
                return good;
            case 9:
                good = TryReadMaybeTagged(reader, CorimTag.Ueid, 7, 33, out ReadOnlyMemory<byte> ueid);
                read = read with { Ueid = ueid };
                return good;
            case 10:
                good = TryReadMaybeTagged(reader, CorimTag.Uuid, 16, 16, out ReadOnlyMemory<byte> uuid);
                read = read with { Uuid = uuid };
                return good;
            case 11:
                good = reader.TryReadText(out string name);
                read = read with { Name = name };
                return good;
            default:
                return TryReadRest(reader, label, ref read);
        }
    }

    private static bool TryReadRest(StrictCborReader reader, CborLabel label, ref MeasurementValues read)
    {
        switch (label.Integer)
        {
            case 13:
                bool good = CorimTriples.TryReadKeys(reader, out IReadOnlyList<CorimKey> keys);
                read = read with { CryptoKeys = keys };
                return good;
            case 14:
                return TryReadRegisters(reader, ref read);
            case 15:
                return TryReadRange(reader, ref read);
            default:
                if (!reader.TryReadRaw(out ReadOnlyMemory<byte> item))
                    return false;
                read = read with { Extensions = new Dictionary<CborLabel, ReadOnlyMemory<byte>>(read.Extensions) { [label] = item } };
                return true;
        }
    }

    private static bool TryReadVersion(StrictCborReader reader, ref MeasurementValues read)
    {
        string? version = null;
        CborLabel? scheme = null;
        bool good = reader.TryReadMap(label =>
        {
            if (label.Integer == 0)
                return reader.TryReadText(out version!);
            bool known = label.Integer == 1 && reader.TryReadLabel(out CborLabel found) && (scheme = found) is not null;
            return known || reader.Fail(CorimReasons.Value);
        }, max: 2);
        read = read with { Version = version, VersionScheme = scheme };
        return good && version is not null;
    }

    private static bool TryReadSvn(StrictCborReader reader, ref MeasurementValues read)
    {
        ulong? tag = reader.PeekTag();
        if (tag is not null && !(tag is CorimTag.Svn or CorimTag.MinimumSvn && reader.TryReadTag(tag.Value)))
            return false;
        bool good = reader.TryReadUInt64(out ulong svn);
        read = read with { Svn = svn, SvnIsMinimum = tag == CorimTag.MinimumSvn };
        return good;
    }

    private static bool TryReadFlags(StrictCborReader reader, ref MeasurementValues read)
    {
        var flags = new Dictionary<CorimFlag, bool>();
        read = read with { Flags = flags };
        return reader.TryReadMap(label =>
        {
            if (label.Integer is not (>= 0 and <= 10) || !reader.TryReadBoolean(out bool value))
                return reader.Fail(CorimReasons.Value);
            flags.Add((CorimFlag)label.Number, value);
            return true;
        }, max: 11) && flags.Count > 0;
    }

    /// <summary>560(bytes), 563([bytes, mask]), or bare bytes as older producers write.</summary>
    private static bool TryReadRaw(StrictCborReader reader, ref MeasurementValues read)
    {
        if (reader.PeekTag() != CorimTag.MaskedRaw)
        {
            bool good = TryReadMaybeTagged(reader, CorimTag.Bytes, 0, int.MaxValue, out ReadOnlyMemory<byte> raw);
            read = read with { Raw = raw };
            return good;
        }
        if (!reader.TryReadTag(CorimTag.MaskedRaw) || !reader.TryStartArray(out int count) || count != 2 || !reader.TryReadBytes(out ReadOnlyMemory<byte> value)
            || !reader.TryReadBytes(out ReadOnlyMemory<byte> mask, value.Length, value.Length) || !reader.TryEndArray())
            return false;
        read = read with { Raw = value, RawMask = mask };
        return true;
    }

    private static bool TryReadRegisters(StrictCborReader reader, ref MeasurementValues read)
    {
        var registers = new Dictionary<CborLabel, IReadOnlyList<CorimDigest>>();
        read = read with { IntegrityRegisters = registers };
        return reader.TryReadMap(label =>
        {
            bool good = CorimDigest.TryReadList(reader, out IReadOnlyList<CorimDigest> digests);
            registers.Add(label, digests);
            return good;
        }, max: 256) && registers.Count > 0;
    }

    private static bool TryReadRange(StrictCborReader reader, ref MeasurementValues read)
    {
        if (reader.IsInteger)
        {
            bool good = reader.TryReadInt64(out long single);
            read = read with { IntegerRange = new IntegerRange(single, single) };
            return good;
        }
        if (!reader.TryReadTag(CorimTag.IntegerRange) || !reader.TryStartArray(out int count) || count != 2 || !TryReadEnd(reader, out long? minimum)
            || !TryReadEnd(reader, out long? maximum) || !reader.TryEndArray() || minimum > maximum)
            return false;
        read = read with { IntegerRange = new IntegerRange(minimum, maximum) };
        return true;
    }

    private static bool TryReadEnd(StrictCborReader reader, out long? end)
    {
        end = null;
        if (reader.IsNull)
            return reader.TryReadNull();
        bool good = reader.TryReadInt64(out long value);
        end = value;
        return good;
    }

    private static bool TryReadMaybeTagged(StrictCborReader reader, ulong tag, int min, int max, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        if (reader.PeekTag() is not null && !reader.TryReadTag(tag))
            return false;
        return reader.TryReadBytes(out bytes, min, max);
    }
}
