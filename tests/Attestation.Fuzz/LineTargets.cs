using Attestation.Device.Protocol;
using Attestation.Factory.Stations.Serial;
using Attestation.Formats.Lots;

namespace Attestation.Fuzz;

/// <summary>Bytes of a serial line, read by the device and by the station: two programs, and they must see the same frames.</summary>
internal static class LineTargets
{
    private static readonly LotName Lot = new("lot", new byte[LotName.IdLength], "Example Devices", "edge-1", "bench", 2, "p256");

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("device-line", Seeds(), bytes => ReadBoth(bytes) is { Length: > 0 } again && again.AsSpan().SequenceEqual(bytes) ? bytes : null),
        new("lot-journal-entry", JournalSeeds(), bytes => JournalEntryCbor.TryParse(bytes, out JournalEntry entry) ? JournalEntryCbor.Encode(entry) : null),
    ];

    private static byte[][] JournalSeeds() =>
    [
        .. new JournalEntry[]
        {
            new(JournalEntryKind.Opened) { Lot = Lot },
            new(JournalEntryKind.Session) { Session = new LotSession("station-1", "Operator", new byte[32], [new byte[32]]) { Repaired = 7 } },
            new(JournalEntryKind.Begun) { DeviceId = "01", KeyHash = new byte[32] },
            new(JournalEntryKind.Certified) { DeviceId = "01", KeyHash = new byte[32], Certificate = new byte[40], Endorsement = new byte[30] },
            new(JournalEntryKind.Passed) { DeviceId = "01", RecordDigest = new byte[32] },
            new(JournalEntryKind.Failed) { DeviceId = "02", Reason = "factory.locks-open", Detail = "jtag" },
            new(JournalEntryKind.Closed),
        }.Select(entry => JournalEntryCbor.Encode(entry with { Time = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123) })),
    ];

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
