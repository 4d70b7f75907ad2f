namespace Attestation.UnitTests.Factory.Stations;

/// <summary>The line between a station and a stepped device. What the station writes goes through the line's faults to the device, and the answer through
/// them back, before the write returns.</summary>
/// <param name="device">At the other end.</param>
/// <param name="spoil">Changes bytes on their way, in either direction; null: a good line.</param>
internal sealed class SteppedLine(SteppedDevice device, Func<byte[], byte[]>? spoil = null) : Stream
{
    private readonly Queue<byte> _arrived = [];
    private TaskCompletionSource? _waiting;

    /// <summary>Bytes, counted over both directions, after which the line is cut.</summary>
    public int CutAfter { get; init; } = int.MaxValue;

    /// <summary>Bytes that went over the line.</summary>
    public int Carried { get; private set; }

    /// <summary>All that went to the device.</summary>
    public List<byte> Sent { get; } = [];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    private bool IsCut => Carried >= CutAfter;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_arrived.Count == 0)
        {
            if (IsCut)
                return 0;
            _waiting = new TaskCompletionSource();
            await _waiting.Task.WaitAsync(cancellationToken);
        }
        int count = 0;
        while (count < buffer.Length && _arrived.TryDequeue(out byte value))
            buffer.Span[count++] = value;
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsCut)
            throw new IOException("The line is cut.");
        Sent.AddRange(buffer.Span);
        foreach (byte value in Carry(device.Feed(Carry(buffer.ToArray()))))
            _arrived.Enqueue(value);
        _waiting?.TrySetResult();
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private byte[] Carry(byte[] bytes)
    {
        byte[] spoilt = spoil?.Invoke(bytes) ?? bytes;
        byte[] through = spoilt[..Math.Min(spoilt.Length, CutAfter - Carried)];
        Carried += through.Length;
        return through;
    }
}
