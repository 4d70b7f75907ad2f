using Attestation.Device.Protocol;
using Attestation.Dice;

namespace Attestation.UnitTests.Device.Protocol;

/// <summary>A session of the firmware over queues of bytes, on the test's own thread: the line is empty when all was answered, and then it is gone.</summary>
internal sealed class LoopbackDevice(CommandTable commands)
{
    private int _sequence = 100;

    /// <summary>Feeds raw bytes to a new session.</summary>
    /// <returns>All that the device sent, and how the session ended.</returns>
    public (byte[] Sent, SessionEnd End) Feed(byte[] line)
    {
        var channel = new QueueChannel(line);
        SessionEnd end = new DeviceSession(new SoftwareDiceOperations(), channel, commands).Run();
        return ([.. channel.Sent], end);
    }

    /// <summary>One request in parts, and the answer put together.</summary>
    public byte[] Ask(byte[] request)
    {
        int sequence = _sequence++;
        byte[] first = Feed([.. HostFrames.Request(sequence, request)]).Sent;
        byte[][] parts = [.. HostFrames.Read(first).Where(f => f.Type == FrameType.Answer).Select(f => f.Payload)];
        Assert.NotEmpty(parts);
        return parts[0][FrameLayout.PartHeadSize..];
    }
}

/// <summary>A line whose other end has sent everything already.</summary>
internal sealed class QueueChannel(byte[] input) : IByteChannel
{
    private int _position;

    public List<byte> Sent { get; } = [];

    public int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        int available = Math.Min(count, input.Length - _position);
        if (available == 0)
            return -1;
        Array.Copy(input, _position, buffer, offset, available);
        _position += available;
        return available;
    }

    public bool Write(byte[] buffer, int offset, int count)
    {
        Sent.AddRange(buffer.AsSpan(offset, count).ToArray());
        return true;
    }
}
