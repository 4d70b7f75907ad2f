using System.Formats.Cbor;
using Attestation.Formats.Cbor;

namespace Attestation.Formats.Lots;

/// <summary>The lot as an array: <c>[name, id, vendor, model, board, scheme, algorithm]</c>.</summary>
public static class LotNameCbor
{
    private const int Members = 7;

    public static void Write(CborWriter writer, LotName lot)
    {
        writer.WriteStartArray(Members);
        writer.WriteTextString(lot.Name);
        writer.WriteByteString(lot.Id.Span);
        writer.WriteTextString(lot.Vendor);
        writer.WriteTextString(lot.Model);
        writer.WriteTextString(lot.Board);
        writer.WriteInt32(lot.Scheme);
        writer.WriteTextString(lot.Algorithm);
        writer.WriteEndArray();
    }

    public static bool TryRead(StrictCborReader reader, out LotName lot)
    {
        lot = null!;
        if (!reader.TryStartArray(out int count) || count != Members
            || !reader.TryReadText(out string name) || !reader.TryReadBytes(out ReadOnlyMemory<byte> id, LotName.IdLength, LotName.IdLength)
            || !reader.TryReadText(out string vendor) || !reader.TryReadText(out string model) || !reader.TryReadText(out string board)
            || !reader.TryReadInt32(out int scheme, 1, 3) || !reader.TryReadText(out string algorithm) || !reader.TryEndArray())
            return false;
        lot = new LotName(name, id, vendor, model, board, scheme, algorithm);
        return true;
    }
}
