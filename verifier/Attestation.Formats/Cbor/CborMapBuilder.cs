using System.Formats.Cbor;

namespace Attestation.Formats.Cbor;

/// <summary>
/// Writes a map in core deterministic encoding: keys in bytewise order of their encodings (RFC 8949 section 4.2.1). The library's own
/// canonical modes either sort by length first or forbid tags.
/// </summary>
public sealed class CborMapBuilder
{
    private readonly List<(byte[] Key, byte[] Value)> _entries = [];

    public CborMapBuilder()
    {
    }

    /// <summary>Starts with the entries of another map.</summary>
    public CborMapBuilder(CborMapBuilder other) => _entries.AddRange(other._entries);

    public int Count => _entries.Count;

    public CborMapBuilder Add(CborLabel key, Action<CborWriter> value)
    {
        _entries.Add((Encode(key.WriteTo), Encode(value)));
        return this;
    }

    public CborMapBuilder Add(CborLabel key, string? value) => value is null ? this : Add(key, w => w.WriteTextString(value));

    public CborMapBuilder Add(CborLabel key, long? value) => value is null ? this : Add(key, w => w.WriteInt64(value.Value));

    public CborMapBuilder Add(CborLabel key, bool? value) => value is null ? this : Add(key, w => w.WriteBoolean(value.Value));

    public CborMapBuilder Add(CborLabel key, ReadOnlyMemory<byte>? bytes) =>
        bytes is null ? this : Add(key, w => w.WriteByteString(bytes.Value.Span));

    /// <summary>Adds a value that is CBOR already.</summary>
    public CborMapBuilder AddEncoded(CborLabel key, ReadOnlyMemory<byte> value) => Add(key, w => w.WriteEncodedValue(value.Span));

    public void WriteTo(CborWriter writer)
    {
        writer.WriteStartMap(_entries.Count);
        foreach ((byte[] key, byte[] value) in _entries.OrderBy(e => e.Key, KeyOrder))
        {
            writer.WriteEncodedValue(key);
            writer.WriteEncodedValue(value);
        }
        writer.WriteEndMap();
    }

    public byte[] Encode() => Encode(WriteTo);

    /// <summary>One item as bytes. A key added twice throws: that is a mistake of the calling code, not of input.</summary>
    public static byte[] Encode(Action<CborWriter> write)
    {
        var writer = new CborWriter(CborConformanceMode.Strict);
        write(writer);
        return writer.Encode();
    }

    private static readonly Comparer<byte[]> KeyOrder = Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b));
}
