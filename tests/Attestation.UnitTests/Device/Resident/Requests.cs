using System.Formats.Cbor;

namespace Attestation.UnitTests.Device.Resident;

/// <summary>Requests, written with a CBOR writer that is not the firmware's.</summary>
internal static class Requests
{
    public static byte[] Of(int command, Action<CborMap>? arguments = null)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(arguments is null ? 1 : 2);
        writer.WriteInt32(command);
        if (arguments is not null)
        {
            var map = new CborMap();
            arguments(map);
            map.Write(writer);
        }
        writer.WriteEndArray();
        return writer.Encode();
    }
}

/// <summary>A map of arguments.</summary>
internal sealed class CborMap
{
    private readonly List<Action<CborWriter>> _pairs = [];

    public CborMap Bytes(int key, byte[] value) => Add(key, w => w.WriteByteString(value));

    public CborMap Text(int key, string value) => Add(key, w => w.WriteTextString(value));

    public CborMap Number(int key, int value) => Add(key, w => w.WriteInt32(value));

    public void Write(CborWriter writer)
    {
        writer.WriteStartMap(_pairs.Count);
        foreach (Action<CborWriter> pair in _pairs)
            pair(writer);
        writer.WriteEndMap();
    }

    private CborMap Add(int key, Action<CborWriter> value)
    {
        _pairs.Add(writer =>
        {
            writer.WriteInt32(key);
            value(writer);
        });
        return this;
    }
}
