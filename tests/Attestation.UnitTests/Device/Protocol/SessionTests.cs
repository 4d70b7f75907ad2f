using Attestation.Device.Protocol;
using Attestation.Factory.Stations.Serial;

namespace Attestation.UnitTests.Device.Protocol;

/// <summary>The device's half of an exchange: what it answers to each frame, in order, repeated, out of order and damaged.</summary>
public sealed class SessionTests
{
    private static readonly byte[] Request = [0x82, 0x02, 0xA1, 0x01, 0x42, 0xAA, 0xBB]; // [2, {1: h'AABB'}]

    private readonly CountingGroup _group = new();

    [Fact]
    public void A_request_in_one_frame_is_answered_with_one_frame()
    {
        DeviceFrame frame = Assert.Single(Play(HostFrames.Part(5, 0, Request.Length, Request)));
        Assert.Equal((FrameTypes.Answer, 5), (frame.Type, frame.Sequence));
        Assert.Equal(1, _group.Done);
    }

    [Fact]
    public void Parts_are_wanted_in_order_and_the_answer_can_be_pulled_from_anywhere()
    {
        DeviceFrame[] frames = Play(
            HostFrames.Part(5, 0, Request.Length, Request[..3]),
            HostFrames.Part(5, 3, Request.Length, Request[3..]),
            HostFrames.Pull(5, 1));
        Assert.Equal([FrameTypes.Want, FrameTypes.Answer, FrameTypes.Answer], frames.Select(f => f.Type));
        Assert.Equal(3, frames[0].Value);
        Assert.True(frames[1].TryReadPart(out _, out int total, out ReadOnlyMemory<byte> whole));
        Assert.True(frames[2].TryReadPart(out int offset, out _, out ReadOnlyMemory<byte> rest));
        Assert.Equal((total, 1), (whole.Length, offset));
        Assert.Equal(whole[1..].ToArray(), rest.ToArray());
    }

    [Fact]
    public void A_request_sent_twice_is_answered_twice_and_done_once()
    {
        DeviceFrame[] frames = Play(HostFrames.Part(5, 0, Request.Length, Request), HostFrames.Part(5, 0, Request.Length, Request));
        Assert.Equal([FrameTypes.Answer, FrameTypes.Answer], frames.Select(f => f.Type));
        Assert.Equal(1, _group.Done);
    }

    [Fact]
    public void A_late_frame_of_an_older_exchange_does_nothing()
    {
        DeviceFrame[] frames = Play(HostFrames.Part(5, 0, Request.Length, Request), HostFrames.Part(6, 0, Request.Length, Request), HostFrames.Part(5, 0, Request.Length, Request));
        Assert.Equal(((int)FrameTypes.Stale, 5, 6), ((int)frames[2].Type, (int)frames[2].Sequence, frames[2].Value ?? -1));
        Assert.Equal(2, _group.Done);
    }

    [Fact]
    public void A_part_that_was_lost_is_asked_again()
    {
        DeviceFrame[] frames = Play(HostFrames.Part(5, 3, Request.Length, Request[3..]), HostFrames.Part(5, 0, Request.Length, Request[..3]), HostFrames.Part(5, 0, Request.Length, Request[..3]));
        Assert.Equal([0, 3, 3], frames.Select(f => f.Value ?? -1));
        Assert.Equal(0, _group.Done);
    }

    [Fact]
    public void An_answer_of_an_exchange_that_the_device_does_not_know_is_not_invented()
    {
        DeviceFrame frame = Assert.Single(Play(HostFrames.Pull(77, 0)));
        Assert.Equal(((int)FrameTypes.Want, 77, 0), ((int)frame.Type, (int)frame.Sequence, frame.Value ?? -1));
    }

    [Theory]
    [InlineData("no offsets", new byte[] { 0, 0, 0 })]
    [InlineData("total of nothing", new byte[] { 0, 0, 0, 0 })]
    [InlineData("bytes beyond the total", new byte[] { 0, 0, 0, 1, 0x81, 0x01 })]
    public void A_part_that_contradicts_itself_is_damaged(string description, byte[] payload)
    {
        DeviceFrame frame = Assert.Single(Play(FrameCodec.Encode(FrameTypes.Request, 9, payload)));
        Assert.True(frame.Type == FrameTypes.Damaged, description);
    }

    [Fact]
    public void Noise_is_answered_as_damage_and_the_session_goes_on()
    {
        DeviceFrame[] frames = Play([0x11, 0x22, 0x33, 0x00], HostFrames.Part(5, 0, Request.Length, Request));
        Assert.Equal([FrameTypes.Damaged, FrameTypes.Answer], frames.Select(f => f.Type));
    }

    [Fact]
    public void Restart_ends_the_session_after_the_answer()
    {
        (byte[] sent, SessionEnd end) = new LoopbackDevice(new CommandTable([])).Feed(HostFrames.Part(1, 0, 2, [0x81, DeviceCommand.Restart]));
        Assert.Equal(SessionEnd.Restart, end);
        Assert.Equal(FrameTypes.Answer, Assert.Single(HostFrames.Read(sent)).Type);
    }

    [Fact]
    public void Leave_ends_the_session_without_an_answer()
    {
        (byte[] sent, SessionEnd end) = new LoopbackDevice(new CommandTable([])).Feed(FrameCodec.Encode(FrameTypes.Leave, 1, []));
        Assert.Equal((SessionEnd.StationLeft, 0), (end, sent.Length));
    }

    [Theory]
    [InlineData("no array", new byte[] { 0x01 }, 40)]
    [InlineData("an empty array", new byte[] { 0x80 }, 40)]
    [InlineData("a head that is not the shortest", new byte[] { 0x81, 0x18, 0x01 }, 40)]
    [InlineData("an array of indefinite length", new byte[] { 0x9F, 0x01, 0xFF }, 40)]
    [InlineData("a byte too many", new byte[] { 0x81, 0x01, 0x00 }, 40)]
    [InlineData("a key twice", new byte[] { 0x82, 0x02, 0xA2, 0x01, 0x00, 0x01, 0x00 }, 40)]
    [InlineData("keys that descend", new byte[] { 0x82, 0x02, 0xA2, 0x02, 0x00, 0x01, 0x00 }, 40)]
    [InlineData("a key out of range", new byte[] { 0x82, 0x02, 0xA1, 0x09, 0x00 }, 40)]
    [InlineData("an argument that ends early", new byte[] { 0x82, 0x02, 0xA1, 0x01, 0x44, 0x00 }, 40)]
    [InlineData("a command of the future", new byte[] { 0x81, 0x18, 0x63 }, 41)]
    [InlineData("an argument of another kind", new byte[] { 0x82, 0x02, 0xA1, 0x01, 0x05 }, 42)]
    [InlineData("an argument that nobody wants", new byte[] { 0x82, 0x02, 0xA2, 0x01, 0x42, 0xAA, 0xBB, 0x02, 0x00 }, 42)]
    public void A_request_that_is_none_is_refused_by_number(string description, byte[] request, int refusal)
    {
        int said = Answers.NumberOf(Answers.Of(new CommandTable([_group]), request));
        Assert.True(said == refusal, $"{description}: {said}");
        Assert.Equal(0, _group.Done);
    }

    private DeviceFrame[] Play(params byte[][] frames) => HostFrames.Read(new LoopbackDevice(new CommandTable([_group])).Feed([.. frames.SelectMany(f => f)]).Sent);
}

/// <summary>Knows the command challenge with one argument of 2 to 4 bytes, and counts.</summary>
internal sealed class CountingGroup : ICommandGroup
{
    public int Done { get; private set; }

    public byte[]? Answer(int command, CommandArguments arguments)
    {
        if (command != DeviceCommand.Challenge)
            return null;
        if (!arguments.TryTakeBytes(1, 2, 4, out byte[] _) || !arguments.IsEmpty)
            return CommandAnswer.Refused(Attestation.Device.DeviceRefusal.ArgumentInvalid);
        Done++;
        return CommandAnswer.Done();
    }
}
