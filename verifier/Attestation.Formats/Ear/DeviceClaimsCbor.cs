using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ear;

/// <summary>CBOR form of <see cref="DeviceClaims"/>. Labels that a later version may add are passed over.</summary>
internal static class DeviceClaimsCbor
{
    private const int Id = 0, Ueid = 1, Class = 2;

    public static bool TryRead(StrictCborReader reader, out DeviceClaims? device)
    {
        string? id = null, ueid = null, model = null;
        int start = reader.Offset;
        device = null;
        bool good = reader.IsMap ? reader.TryReadMap(label => label.Integer switch
        {
            Id => TryHex(reader, DeviceClaims.IdLength, DeviceClaims.IdLength, out id),
            Ueid => TryHex(reader, DeviceClaims.ShortestUeid, DeviceClaims.LongestUeid, out ueid),
            Class => TryClass(reader, out model),
            _ => reader.TrySkip(),
        }, max: 64) : reader.FailAt(EarReasons.Device, start);
        if (!good)
            return false;
        if (id is null)
            return reader.FailAt(EarReasons.Device, start);
        device = new DeviceClaims { Id = id, Ueid = ueid, Class = model };
        return true;
    }

    public static void Write(CborWriter writer, DeviceClaims device) => new CborMapBuilder()
        .Add(Id, Bytes(device.Id))
        .Add(Ueid, Bytes(device.Ueid))
        .Add(Class, device.Class)
        .WriteTo(writer);

    private static ReadOnlyMemory<byte>? Bytes(string? hex) => hex is null ? null : (ReadOnlyMemory<byte>?)Convert.FromHexString(hex);

    private static bool TryHex(StrictCborReader reader, int least, int most, out string? hex)
    {
        int start = reader.Offset;
        hex = null;
        if (!reader.IsBytes || !reader.TryReadBytes(out ReadOnlyMemory<byte> bytes) || bytes.Length < least || bytes.Length > most)
            return reader.FailAt(EarReasons.Device, start);
        hex = Convert.ToHexStringLower(bytes.Span);
        return true;
    }

    private static bool TryClass(StrictCborReader reader, out string? model)
    {
        int start = reader.Offset;
        model = null;
        if (!reader.IsText || !reader.TryReadText(out string read) || !NodeClaims.IsClass(read))
            return reader.FailAt(EarReasons.Device, start);
        model = read;
        return true;
    }
}
