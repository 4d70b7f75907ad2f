using System.Text;
using Attestation.Device.Protocol;
using Attestation.Factory.Stations.Serial;

namespace Attestation.UnitTests.Device.Protocol;

/// <summary>The device's frames against the station's: written twice, and each reads what the other writes.</summary>
public sealed class FrameTests
{
    public static TheoryData<string, byte[]> Payloads => new()
    {
        { "empty", [] },
        { "one zero", [0] },
        { "zeros only", new byte[1024] },
        { "no zero at all", Filled(1024, i => (byte)(1 + (i % 255))) },
        { "253 bytes and a zero", Filled(254, i => (byte)(i == 253 ? 0 : 7)) },
        { "a block that is full with its end", Filled(247, _ => 9) },
        { "a block that is full and one byte", Filled(248, _ => 9) },
        { "zeros at both ends", [0, 1, 2, 0] },
        { "counting", Filled(1000, i => (byte)(i % 256)) },
    };

    [Theory]
    [MemberData(nameof(Payloads))]
    public void The_device_reads_what_the_station_writes(string description, byte[] payload)
    {
        var reader = new FrameReader();
        byte[] line = FrameCodec.Encode(FrameTypes.Request, 0x1234, payload);
        FrameArrival[] arrivals = [.. line.Select(reader.Push)];
        Assert.True(arrivals[^1] == FrameArrival.Whole, description);
        Assert.Single(arrivals, a => a != FrameArrival.Pending);
        Assert.Equal((FrameTypes.Request, 0x1234, payload.Length), (reader.Type, reader.Sequence, reader.PayloadLength));
        Assert.Equal(payload, reader.Buffer[FrameLayout.HeadSize..(FrameLayout.HeadSize + payload.Length)]);
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public void The_station_reads_what_the_device_writes(string description, byte[] payload)
    {
        if (payload.Length > FrameLayout.MaximumPart)
            payload = payload[..FrameLayout.MaximumPart];
        var channel = new QueueChannel([]);
        Assert.True(new FrameWriter(channel).WritePart(FrameType.Answer, 0xFFFF, payload, 0), description);
        DeviceFrame frame = Assert.Single(HostFrames.Read([.. channel.Sent]));
        Assert.True(frame.TryReadPart(out int offset, out int total, out ReadOnlyMemory<byte> bytes));
        Assert.Equal((FrameTypes.Answer, 0xFFFF, 0, payload.Length), (frame.Type, frame.Sequence, offset, total));
        Assert.Equal(payload, bytes.ToArray());
    }

    [Fact]
    public void The_checksum_is_the_one_of_IEEE_802_3()
    {
        byte[] check = Encoding.ASCII.GetBytes("123456789");
        Assert.Equal(0xCBF43926, Crc32.Of(check, 0, check.Length)); // the published check value of CRC-32
        Assert.Equal(0xCBF43926, FrameCodec.Crc32(check));
    }

    [Fact]
    public void A_flipped_bit_is_noticed_wherever_it_is()
    {
        byte[] line = FrameCodec.Encode(FrameTypes.Pull, 7, [0, 0, 3]);
        for (int bit = 8; bit < (line.Length - 1) * 8; bit++)
        {
            byte[] flipped = [.. line];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            var reader = new FrameReader();
            Assert.DoesNotContain(FrameArrival.Whole, flipped.Select(reader.Push).ToArray());
            Assert.Empty(HostFrames.Read(flipped));
        }
    }

    [Fact]
    public void A_frame_that_is_too_long_is_dropped_and_the_next_is_read()
    {
        byte[] good = FrameCodec.Encode(FrameTypes.Leave, 1, []);
        byte[] line = [.. Enumerable.Repeat((byte)5, 5000), .. good];
        var reader = new FrameReader();
        Assert.Equal([FrameArrival.Damaged, FrameArrival.Whole], line.Select(reader.Push).Where(a => a != FrameArrival.Pending));
        Assert.Equal([null, FrameTypes.Leave], new FrameSplitter().Push(line).Select(f => f?.Type));
    }

    [Fact]
    public void What_the_reader_held_is_wiped()
    {
        var reader = new FrameReader();
        foreach (byte value in FrameCodec.Encode(FrameTypes.Request, 1, Filled(100, _ => 0x5A)))
            reader.Push(value);
        reader.Wipe();
        Assert.All(reader.Buffer, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Both_lists_of_numbers_are_equal()
    {
        Assert.Equal(
            (FrameType.Request, FrameType.Pull, FrameType.Leave, FrameType.Want, FrameType.Answer, FrameType.Stale, FrameType.Damaged),
            (FrameTypes.Request, FrameTypes.Pull, FrameTypes.Leave, FrameTypes.Want, FrameTypes.Answer, FrameTypes.Stale, FrameTypes.Damaged));
        Assert.Equal(
            (FrameLayout.MaximumSize, FrameLayout.MaximumPart, FrameLayout.MaximumRequest, FrameLayout.MaximumPiece),
            (ProtocolSizes.Frame, ProtocolSizes.Part, ProtocolSizes.Request, ProtocolSizes.Piece));
    }

    [Fact]
    public void Both_lists_of_commands_are_equal()
    {
        int chain = DeviceCommand.Chain; // no station asks for it: evidence brings the chain along
        Assert.Equal(Numbers(typeof(DeviceCommand)).Where(c => c.Number != chain), Numbers(typeof(CommandNumbers)));
    }

    private static IEnumerable<(string Name, int Number)> Numbers(Type list) =>
        list.GetFields().Select(field => (field.Name, (int)field.GetRawConstantValue()!)).OrderBy(c => c.Item2);

    private static byte[] Filled(int length, Func<int, byte> value) => [.. Enumerable.Range(0, length).Select(value)];
}
