using System.Formats.Asn1;
using System.Formats.Cbor;

namespace Attestation.Fuzz;

/// <summary>
/// Encoders that know nothing of our readers: each walks the accepted bytes with the base library and writes every item anew in its shortest
/// form. An input that our reader accepted and that does not come out the same had a second encoding, which is malleability.
/// </summary>
public static class Reencoding
{
    /// <summary>Definite lengths, shortest integers, keys in their order.</summary>
    public static byte[] Cbor(ReadOnlyMemory<byte> bytes)
    {
        var reader = new CborReader(bytes, CborConformanceMode.Lax);
        var writer = new CborWriter(CborConformanceMode.Lax, convertIndefiniteLengthEncodings: true);
        Copy(reader, writer);
        return writer.Encode();
    }

    /// <summary>Shortest lengths; contents of primitives as they are.</summary>
    public static byte[] Der(ReadOnlyMemory<byte> bytes) => CopyDer(bytes);

    private static void Copy(CborReader reader, CborWriter writer)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.UnsignedInteger: writer.WriteUInt64(reader.ReadUInt64()); break;
            case CborReaderState.NegativeInteger: writer.WriteCborNegativeIntegerRepresentation(reader.ReadCborNegativeIntegerRepresentation()); break;
            case CborReaderState.ByteString: writer.WriteByteString(reader.ReadByteString()); break;
            case CborReaderState.TextString: writer.WriteTextString(reader.ReadTextString()); break;
            case CborReaderState.Tag:
                writer.WriteTag(reader.ReadTag());
                Copy(reader, writer);
                break;
            case CborReaderState.StartArray:
                writer.WriteStartArray(reader.ReadStartArray());
                while (reader.PeekState() != CborReaderState.EndArray)
                    Copy(reader, writer);
                reader.ReadEndArray();
                writer.WriteEndArray();
                break;
            case CborReaderState.StartMap:
                writer.WriteStartMap(reader.ReadStartMap());
                while (reader.PeekState() != CborReaderState.EndMap)
                    Copy(reader, writer);
                reader.ReadEndMap();
                writer.WriteEndMap();
                break;
            default:
                writer.WriteEncodedValue(reader.ReadEncodedValue().Span);
                break;
        }
    }

    private static byte[] CopyDer(ReadOnlyMemory<byte> bytes)
    {
        var output = new List<byte>(bytes.Length);
        var reader = new AsnReader(bytes, AsnEncodingRules.BER);
        while (reader.HasData)
        {
            Asn1Tag tag = reader.PeekTag();
            ReadOnlyMemory<byte> content = reader.PeekContentBytes();
            reader.ReadEncodedValue();
            byte[] inner = tag.IsConstructed ? CopyDer(content) : content.ToArray();
            output.AddRange(Header(tag, inner.Length));
            output.AddRange(inner);
        }
        return [.. output];
    }

    private static byte[] Header(Asn1Tag tag, int length)
    {
        byte[] header = new byte[16];
        int used = tag.Encode(header);
        if (length < 0x80)
        {
            header[used++] = (byte)length;
            return header[..used];
        }
        int size = length > 0xFFFF ? 3 : length > 0xFF ? 2 : 1;
        header[used++] = (byte)(0x80 | size);
        for (int i = size - 1; i >= 0; i--)
            header[used++] = (byte)((length >> (8 * i)) & 0xFF);
        return header[..used];
    }
}
