using System.Formats.Cbor;
using Attestation.Device;

namespace Attestation.UnitTests.Device.Resident;

/// <summary>What a device answered: None and a map, or a refusal. Read with a CBOR reader that is not the firmware's.</summary>
internal sealed class Said
{
    private readonly Dictionary<int, object> _map = [];

    public Said(byte[] answer)
    {
        var reader = new CborReader(answer, CborConformanceMode.Canonical);
        int? count = reader.ReadStartArray();
        Refusal = (DeviceRefusal)reader.ReadInt32();
        if (count == 2)
            ReadMap(reader);
        reader.ReadEndArray();
        Assert.Equal(0, reader.BytesRemaining);
        Assert.True(Refusal == DeviceRefusal.None || count == 1);
    }

    public DeviceRefusal Refusal { get; }

    public IReadOnlyCollection<int> Keys => _map.Keys;

    public byte[] Bytes(int key) => (byte[])_map[key];

    public string Text(int key) => (string)_map[key];

    public int Number(int key) => (int)(ulong)_map[key];

    public bool Has(int key) => _map.ContainsKey(key);

    /// <summary>An array of arrays [name, 0 / 1], or of integers.</summary>
    public object[] List(int key) => (object[])_map[key];

    private void ReadMap(CborReader reader)
    {
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
            _map.Add(reader.ReadInt32(), ReadValue(reader));
        reader.ReadEndMap();
    }

    private static object ReadValue(CborReader reader) => reader.PeekState() switch
    {
        CborReaderState.UnsignedInteger => reader.ReadUInt64(),
        CborReaderState.NegativeInteger => reader.ReadInt64(),
        CborReaderState.ByteString => reader.ReadByteString(),
        CborReaderState.TextString => reader.ReadTextString(),
        _ => ReadArray(reader),
    };

    private static object[] ReadArray(CborReader reader)
    {
        List<object> items = [];
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
            items.Add(ReadValue(reader));
        reader.ReadEndArray();
        return [.. items];
    }
}
