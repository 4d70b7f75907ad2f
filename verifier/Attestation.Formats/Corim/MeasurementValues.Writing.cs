using System.Formats.Cbor;
using Attestation.Formats.Cbor;

namespace Attestation.Formats.Corim;

public sealed partial record MeasurementValues
{
    /// <summary>Writes the map in deterministic order, with tags 552/553, 560/563, 550, 37 and 564.</summary>
    internal void WriteTo(CborWriter writer)
    {
        var map = new CborMapBuilder();
        if (Version is not null)
            map.Add(0, WriteVersion);
        if (Svn is { } svn)
            map.Add(1, w => { w.WriteTag((CborTag)(SvnIsMinimum ? CorimTag.MinimumSvn : CorimTag.Svn)); w.WriteUInt64(svn); });
        if (Digests.Count > 0)
            map.Add(2, w => CorimDigest.WriteList(w, Digests));
        if (Flags.Count > 0)
            map.Add(3, WriteFlags);
        if (Raw is { } raw)
            map.Add(4, w => WriteRaw(w, raw));
        map.Add(6, MacAddress).Add(7, IpAddress).Add(8, SerialNumber).Add(11, Name);
        AddTagged(map, 9, CorimTag.Ueid, Ueid);
        AddTagged(map, 10, CorimTag.Uuid, Uuid);
        if (CryptoKeys.Count > 0)
            map.Add(13, w => CorimTriples.WriteKeys(w, CryptoKeys));
        if (IntegrityRegisters.Count > 0)
            map.Add(14, WriteRegisters);
        if (IntegerRange is { } range)
            map.Add(15, w => WriteRange(w, range));
        foreach ((CborLabel label, ReadOnlyMemory<byte> item) in Extensions)
            map.AddEncoded(label, item);
        map.WriteTo(writer);
    }

    private void WriteVersion(CborWriter writer)
    {
        var version = new CborMapBuilder().Add(0, Version);
        if (VersionScheme is { } scheme)
            version.Add(1, scheme.WriteTo);
        version.WriteTo(writer);
    }

    private void WriteFlags(CborWriter writer)
    {
        var flags = new CborMapBuilder();
        foreach ((CorimFlag flag, bool value) in Flags)
            flags.Add((long)flag, value);
        flags.WriteTo(writer);
    }

    private void WriteRaw(CborWriter writer, ReadOnlyMemory<byte> raw)
    {
        writer.WriteTag((CborTag)(RawMask is null ? CorimTag.Bytes : CorimTag.MaskedRaw));
        if (RawMask is not { } mask)
        {
            writer.WriteByteString(raw.Span);
            return;
        }
        writer.WriteStartArray(2);
        writer.WriteByteString(raw.Span);
        writer.WriteByteString(mask.Span);
        writer.WriteEndArray();
    }

    private void WriteRegisters(CborWriter writer)
    {
        var registers = new CborMapBuilder();
        foreach ((CborLabel label, IReadOnlyList<CorimDigest> digests) in IntegrityRegisters)
            registers.Add(label, w => CorimDigest.WriteList(w, digests));
        registers.WriteTo(writer);
    }

    private static void WriteRange(CborWriter writer, IntegerRange range)
    {
        writer.WriteTag((CborTag)CorimTag.IntegerRange);
        writer.WriteStartArray(2);
        foreach (long? end in (long?[])[range.Minimum, range.Maximum])
        {
            if (end is { } value)
                writer.WriteInt64(value);
            else
                writer.WriteNull();
        }
        writer.WriteEndArray();
    }

    private static void AddTagged(CborMapBuilder map, long label, ulong tag, ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is { } value)
            map.Add(label, w => { w.WriteTag((CborTag)tag); w.WriteByteString(value.Span); });
    }
}
