namespace Attestation.Device.Protocol;

/// <summary>Sizes of docs/formats/device-protocol.md, in bytes.
/// <code>
/// frame on the line = COBS( type u8 ‖ sequence u16 ‖ payload 0..1024 ‖ CRC-32 u32 ) ‖ 00      big-endian
/// </code>
/// </summary>
public static class FrameLayout
{
    /// <summary>Type and sequence.</summary>
    public const int HeadSize = 3;

    public const int CrcSize = 4;

    public const int MaximumPayload = 1024;

    public const int MaximumSize = HeadSize + MaximumPayload + CrcSize;

    /// <summary>Offset and total before the bytes of a part.</summary>
    public const int PartHeadSize = 4;

    public const int MaximumPart = MaximumPayload - PartHeadSize;

    /// <summary>A request; an update sends its files in pieces of <see cref="MaximumPiece"/>.</summary>
    public const int MaximumRequest = 2048;

    /// <summary>Bytes of a file or of a manifest in one request.</summary>
    public const int MaximumPiece = 1024;

    internal static int Read16(byte[] from, int at) => from[at] << 8 | from[at + 1];

    internal static void Write16(int value, byte[] to, int at)
    {
        to[at] = (byte)((uint)value >> 8);
        to[at + 1] = (byte)value;
    }
}
