using System.Buffers.Binary;
using System.Text;
using Attestation.Factory.Stations.Serial;

namespace Attestation.Simulator.Devices;

/// <summary>One entry of the log in the flash.
/// <code>kind u8 ‖ name length u8 ‖ name ‖ position u32 ‖ length u16 ‖ bytes ‖ CRC-32 of all before, u32      big-endian, begins with a page</code></summary>
/// <param name="Kind">Bytes of a file, or its end.</param>
/// <param name="Name">Of the file.</param>
/// <param name="Position">In the file.</param>
/// <param name="Length">How many bytes.</param>
internal readonly record struct FlashRecord(FlashRecordKind Kind, string Name, int Position, int Length)
{
    private const int FixedSize = 12;

    private int Head => FixedSize - sizeof(uint) + Encoding.ASCII.GetByteCount(Name);

    public int Pages => PagesOf(Overhead(Name) + Length);

    /// <summary>From the record's beginning to its bytes.</summary>
    public int DataOffset => Head;

    public static int Overhead(string name) => FixedSize + Encoding.ASCII.GetByteCount(name);

    public static int PagesOf(int size) => (size + NorFlash.PageSize - 1) / NorFlash.PageSize;

    public byte[] Encode(ReadOnlySpan<byte> bytes)
    {
        byte[] record = new byte[Overhead(Name) + bytes.Length];
        record[0] = (byte)Kind;
        record[1] = (byte)Encoding.ASCII.GetBytes(Name, record.AsSpan(2));
        BinaryPrimitives.WriteInt32BigEndian(record.AsSpan(Head - 6), Position);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(Head - 2), (ushort)bytes.Length);
        bytes.CopyTo(record.AsSpan(Head));
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(Head + bytes.Length), FrameCodec.Crc32(record.AsSpan(0, Head + bytes.Length)));
        return record;
    }

    /// <summary>The record at the beginning of some bytes; false when none is whole.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out FlashRecord record)
    {
        record = default;
        if (bytes.Length < FixedSize || bytes[0] is not ((byte)FlashRecordKind.Write or (byte)FlashRecordKind.Delete) || FixedSize + bytes[1] > bytes.Length)
            return false;
        int head = FixedSize - sizeof(uint) + bytes[1];
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(head - 2)..]);
        if (head + length + sizeof(uint) > bytes.Length || BinaryPrimitives.ReadUInt32BigEndian(bytes[(head + length)..]) != FrameCodec.Crc32(bytes[..(head + length)]))
            return false;
        record = new FlashRecord((FlashRecordKind)bytes[0], Encoding.ASCII.GetString(bytes.Slice(2, bytes[1])), BinaryPrimitives.ReadInt32BigEndian(bytes[(head - 6)..]), length);
        return true;
    }
}

internal enum FlashRecordKind : byte
{
    Write = 1,
    Delete = 2,
}
