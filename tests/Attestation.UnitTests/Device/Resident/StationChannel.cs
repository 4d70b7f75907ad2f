using Attestation.Device.Protocol;
using Attestation.UnitTests.Device.Protocol;

namespace Attestation.UnitTests.Device.Resident;

/// <summary>A line whose other end asks one thing, pulls the whole answer, and is gone.</summary>
internal sealed class StationChannel(byte[] request) : IByteChannel
{
    private const int Sequence = 77;

    private readonly Queue<byte> _toDevice = new(HostFrames.Request(Sequence, request));
    private readonly List<byte> _fromDevice = [];
    private readonly List<byte> _answer = [];
    private int _total = -1;

    /// <summary>Put together from its parts; null where the device did not answer.</summary>
    public byte[]? Answer
    {
        get
        {
            Hear(); // a restart ends the session with its answer on the line
            return _total == _answer.Count ? [.. _answer] : null;
        }
    }

    public int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        if (_toDevice.Count == 0)
            Hear();
        if (_toDevice.Count == 0)
            return -1;
        int read = 0;
        while (read < count && _toDevice.TryDequeue(out byte value))
            buffer[offset + read++] = value;
        return read;
    }

    public bool Write(byte[] buffer, int offset, int count)
    {
        _fromDevice.AddRange(buffer.AsSpan(offset, count).ToArray());
        return true;
    }

    /// <summary>Reads the frames of an answer; one that is not whole is pulled on.</summary>
    private void Hear()
    {
        foreach (var frame in HostFrames.Read([.. _fromDevice]).Where(f => f.Type == FrameType.Answer))
        {
            Assert.True(frame.TryReadPart(out int offset, out _total, out ReadOnlyMemory<byte> part));
            Assert.Equal(_answer.Count, offset);
            _answer.AddRange(part.ToArray());
        }
        _fromDevice.Clear();
        if (_total > _answer.Count)
        {
            foreach (byte value in HostFrames.Pull(Sequence, _answer.Count))
                _toDevice.Enqueue(value);
        }
    }
}
