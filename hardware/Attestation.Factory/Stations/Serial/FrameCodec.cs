using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Attestation.Factory.Stations.Serial;

/// <summary>Bytes of one frame.
/// <code>00 ‖ COBS( type u8 ‖ sequence u16 ‖ payload 0..1024 ‖ CRC-32 u32 ) ‖ 00      big-endian</code>
/// CRC-32 of IEEE 802.3. COBS (Cheshire and Baker, 1999): no zero inside, so the next zero is always the end of a frame.</summary>
public static class FrameCodec
{
    private const byte FullBlock = 0xFF;

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOfByte)];

    /// <summary>A frame as it goes onto the line, with the zero before it that ends whatever noise is there. The caller wipes it where it carries a secret.</summary>
    public static byte[] Encode(byte type, ushort sequence, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, ProtocolSizes.Payload);
        byte[] plain = new byte[ProtocolSizes.Head + payload.Length + ProtocolSizes.Crc];
        try
        {
            plain[0] = type;
            BinaryPrimitives.WriteUInt16BigEndian(plain.AsSpan(1), sequence);
            payload.CopyTo(plain.AsSpan(ProtocolSizes.Head));
            int end = plain.Length - ProtocolSizes.Crc;
            BinaryPrimitives.WriteUInt32BigEndian(plain.AsSpan(end), Crc32(plain.AsSpan(0, end)));
            return Stuff(plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Reads what stood between two zeros.</summary>
    /// <param name="stuffed">Without the zeros.</param>
    /// <returns>Null when it is no frame.</returns>
    public static DeviceFrame? Decode(ReadOnlySpan<byte> stuffed)
    {
        byte[]? plain = Unstuff(stuffed);
        if (plain is null || plain.Length < ProtocolSizes.Head + ProtocolSizes.Crc || plain.Length > ProtocolSizes.Frame)
            return null;
        int end = plain.Length - ProtocolSizes.Crc;
        if (BinaryPrimitives.ReadUInt32BigEndian(plain.AsSpan(end)) != Crc32(plain.AsSpan(0, end)))
            return null;
        return new DeviceFrame(plain[0], BinaryPrimitives.ReadUInt16BigEndian(plain.AsSpan(1)), plain[ProtocolSizes.Head..end]);
    }

    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = (crc >> 8) ^ CrcTable[(crc ^ value) & 0xFF];
        return ~crc;
    }

    private static byte[] Stuff(ReadOnlySpan<byte> plain)
    {
        byte[] line = new byte[plain.Length + (plain.Length / (FullBlock - 1)) + 3];
        int code = 1;
        int used = 2;
        foreach (byte value in plain)
        {
            if (used - code == FullBlock)
                (line[code], code) = (FullBlock, used++);
            if (value == 0)
                (line[code], code) = ((byte)(used - code), used++);
            else
                line[used++] = value;
        }
        line[code] = (byte)(used - code);
        used++; // the zero at the end
        byte[] result = line[..used];
        CryptographicOperations.ZeroMemory(line);
        return result;
    }

    private static byte[]? Unstuff(ReadOnlySpan<byte> stuffed)
    {
        var plain = new List<byte>(stuffed.Length);
        int at = 0;
        while (at < stuffed.Length)
        {
            int block = stuffed[at];
            if (block == 0 || at + block > stuffed.Length || stuffed.Slice(at + 1, block - 1).Contains((byte)0))
                return null;
            plain.AddRange(stuffed.Slice(at + 1, block - 1));
            at += block;
            if (block != FullBlock && at < stuffed.Length)
                plain.Add(0);
        }
        return [.. plain];
    }

    private static uint CrcOfByte(int value)
    {
        uint crc = (uint)value;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
        return crc;
    }
}
