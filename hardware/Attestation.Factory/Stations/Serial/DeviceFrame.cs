using System.Buffers.Binary;

namespace Attestation.Factory.Stations.Serial;

/// <summary>A frame of the serial protocol whose checksum was right. docs/formats/device-protocol.md, "Frames".</summary>
/// <param name="Type">One of <see cref="FrameTypes"/>.</param>
/// <param name="Sequence">Of the exchange.</param>
/// <param name="Payload">0 to 1024 bytes.</param>
public sealed record DeviceFrame(byte Type, ushort Sequence, byte[] Payload)
{
    /// <summary>The payload as one number; null when it is not two bytes.</summary>
    public int? Value => Payload.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(Payload) : null;

    /// <summary>The payload as a part of a message; false when it is none.</summary>
    public bool TryReadPart(out int offset, out int total, out ReadOnlyMemory<byte> bytes)
    {
        (offset, total, bytes) = (0, 0, default);
        if (Payload.Length < ProtocolSizes.PartHead)
            return false;
        offset = BinaryPrimitives.ReadUInt16BigEndian(Payload);
        total = BinaryPrimitives.ReadUInt16BigEndian(Payload.AsSpan(2));
        bytes = Payload.AsMemory(ProtocolSizes.PartHead);
        return offset + bytes.Length <= total;
    }
}
