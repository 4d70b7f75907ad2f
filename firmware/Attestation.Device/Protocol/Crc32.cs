namespace Attestation.Device.Protocol;

/// <summary>CRC-32 of IEEE 802.3 (reflected, polynomial EDB88320, start and final inversion), four bits at a time: 64 bytes of table.</summary>
internal static class Crc32
{
    internal const uint Start = 0xFFFFFFFF;

    private static readonly uint[] Table =
    {
        0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
        0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
    };

    internal static uint Add(uint crc, byte value)
    {
        crc ^= value;
        crc = crc >> 4 ^ Table[(int)(crc & 0x0F)];
        return crc >> 4 ^ Table[(int)(crc & 0x0F)];
    }

    internal static uint Of(byte[] bytes, int offset, int length)
    {
        uint crc = Start;
        for (int i = 0; i < length; i++)
            crc = Add(crc, bytes[offset + i]);
        return ~crc;
    }
}
