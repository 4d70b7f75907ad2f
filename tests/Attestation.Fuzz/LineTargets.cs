using Attestation.Device.Protocol;
using Attestation.Factory.Stations.Serial;

namespace Attestation.Fuzz;

/// <summary>Bytes of a serial line, read by the device and by the station: two programs, and they must see the same frames.</summary>
internal static class LineTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } = [new("device-line", Seeds(), bytes =>
        ReadBoth(bytes) is { Length: > 0 } again && again.AsSpan().SequenceEqual(bytes) ? bytes : null)];

    private static byte[][] Seeds() =>
    [
        FrameCodec.Encode(FrameTypes.Leave, 1, []),
        FrameCodec.Encode(FrameTypes.Request, 0x0100, [0, 0, 0, 2, 0x81, 0x0E]),
        [.. FrameCodec.Encode(FrameTypes.Pull, 0xFFFF, [0, 0]), .. FrameCodec.Encode(FrameTypes.Request, 0, new byte[ProtocolSizes.Payload])],
        FrameCodec.Encode(FrameTypes.Answer, 7, [.. Enumerable.Repeat((byte)9, 600)]),
    ];

    /// <returns>The whole frames, written again: what is accepted is a line with nothing else on it.</returns>
    private static byte[] ReadBoth(byte[] line)
    {
        List<DeviceFrame?> station = [.. new FrameSplitter().Push(line)];
        List<DeviceFrame?> device = [];
        var reader = new FrameReader();
        foreach (byte value in line)
        {
            FrameArrival arrival = reader.Push(value);
            if (arrival != FrameArrival.Pending)
                device.Add(arrival == FrameArrival.Whole ? Copy(reader) : null);
        }
        if (!station.Select(Text).SequenceEqual(device.Select(Text)))
            throw new InvalidOperationException("device and station see different frames");
        return [.. station.OfType<DeviceFrame>().SelectMany(frame => FrameCodec.Encode(frame.Type, frame.Sequence, frame.Payload))];
    }

    private static DeviceFrame Copy(FrameReader reader) => new(reader.Type, (ushort)reader.Sequence,
        reader.Buffer[FrameLayout.HeadSize..(FrameLayout.HeadSize + reader.PayloadLength)]);

    private static string Text(DeviceFrame? frame) => frame is null ? "damaged" : $"{frame.Type} {frame.Sequence} {Convert.ToHexString(frame.Payload)}";
}
