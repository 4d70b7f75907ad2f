using Attestation.Device.Protocol;

namespace Attestation.Simulator.Devices;

/// <summary>The device's end of a stream. What the device writes goes out when it waits for more, so a frame is one packet.</summary>
public sealed class StreamChannel(Stream stream) : IByteChannel
{
    private readonly byte[] _in = new byte[2048];
    private readonly byte[] _out = new byte[2048];
    private int _from, _to, _waiting;

    /// <summary>Waits as long as the stream does; the time limit only serves boards whose lines cannot be closed.</summary>
    public int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        if (_from == _to && !(TryFlush() && TryFill()))
            return -1;
        int taken = Math.Min(count, _to - _from);
        _in.AsSpan(_from, taken).CopyTo(buffer.AsSpan(offset));
        _from += taken;
        return taken;
    }

    public bool Write(byte[] buffer, int offset, int count)
    {
        for (int written = 0; written < count;)
        {
            if (_waiting == _out.Length && !TryFlush())
                return false;
            int taken = Math.Min(count - written, _out.Length - _waiting);
            buffer.AsSpan(offset + written, taken).CopyTo(_out.AsSpan(_waiting));
            _waiting += taken;
            written += taken;
        }
        return true;
    }

    /// <summary>Sends what waits.</summary>
    public bool TryFlush()
    {
        try
        {
            stream.Write(_out, 0, _waiting);
            _waiting = 0;
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private bool TryFill()
    {
        try
        {
            (_from, _to) = (0, stream.Read(_in, 0, _in.Length));
            return _to > 0;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
    }
}
