using Attestation.Device.Protocol;
using Attestation.Dice;

namespace Attestation.UnitTests.Factory.Stations;

/// <summary>The firmware's session on a thread of its own that runs only while it has bytes to read: what it answers to given bytes is there when
/// <see cref="Feed"/> returns, so tests need no time.</summary>
internal sealed class SteppedDevice : IByteChannel, IDisposable
{
    private readonly SemaphoreSlim _work = new(0), _idle = new(0);
    private readonly Queue<byte> _input = [];
    private readonly List<byte> _output = [];
    private readonly Func<IByteChannel, SessionEnd> _serve;
    private readonly Thread _thread;
    private bool _isReset, _isOver;

    /// <param name="boot">The commands of a device that has just been reset.</param>
    public SteppedDevice(Func<CommandTable> boot)
        : this(channel => new DeviceSession(new SoftwareDiceOperations(), channel, boot()).Run())
    {
    }

    /// <param name="serve">Answers over the line; called again when it returns.</param>
    public SteppedDevice(Func<IByteChannel, SessionEnd> serve)
    {
        _serve = serve;
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
        _idle.Wait();
    }

    /// <summary>How the last session ended; None while the first one runs.</summary>
    public SessionEnd LastEnd { get; private set; }

    /// <summary>Gives it bytes, and takes what it answers to them.</summary>
    public byte[] Feed(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
            _input.Enqueue(value);
        return Step();
    }

    /// <summary>The reset button.</summary>
    public void Reset()
    {
        _input.Clear();
        _isReset = true;
        Step();
    }

    int IByteChannel.Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        while (_input.Count == 0 && !_isReset && !_isOver)
        {
            _idle.Release();
            _work.Wait();
        }
        if (_isReset || _isOver)
        {
            _isReset = false;
            return -1;
        }
        int taken = 0;
        while (taken < count && _input.TryDequeue(out byte value))
            buffer[offset + taken++] = value;
        return taken;
    }

    bool IByteChannel.Write(byte[] buffer, int offset, int count)
    {
        _output.AddRange(buffer.AsSpan(offset, count));
        return true;
    }

    public void Dispose()
    {
        _isOver = true;
        _work.Release();
        _thread.Join();
    }

    private byte[] Step()
    {
        _work.Release();
        _idle.Wait();
        byte[] answer = [.. _output];
        _output.Clear();
        return answer;
    }

    private void Run()
    {
        while (!_isOver)
            LastEnd = _serve(this);
    }
}
