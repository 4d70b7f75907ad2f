using System.Buffers.Binary;
using Attestation.Factory.Stations.Serial;

namespace Attestation.UnitTests.Device.Protocol;

/// <summary>Frames as a station writes and reads them.</summary>
internal static class HostFrames
{
    public static IEnumerable<byte> Request(int sequence, byte[] request)
    {
        for (int offset = 0; offset < request.Length; offset += ProtocolSizes.Part)
        {
            foreach (byte value in Part(sequence, offset, request.Length, request[offset..Math.Min(request.Length, offset + ProtocolSizes.Part)]))
                yield return value;
        }
    }

    public static byte[] Part(int sequence, int offset, int total, byte[] bytes)
    {
        byte[] payload = [0, 0, 0, 0, .. bytes];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)offset);
        BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(2), (ushort)total);
        return FrameCodec.Encode(FrameTypes.Request, (ushort)sequence, payload);
    }

    public static byte[] Pull(int sequence, int offset) => FrameCodec.Encode(FrameTypes.Pull, (ushort)sequence, [(byte)(offset >> 8), (byte)(offset & 0xFF)]);

    public static DeviceFrame[] Read(byte[] line) => [.. new FrameSplitter().Push(line).OfType<DeviceFrame>()];
}
