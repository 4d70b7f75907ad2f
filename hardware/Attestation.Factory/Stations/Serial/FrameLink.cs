using System.Net.Sockets;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Stations.Serial;

/// <summary>Frames over a stream of bytes, with a limit to every wait. A wait that ends leaves its read pending, so that no byte is lost.</summary>
internal sealed class FrameLink(Stream stream, TimeProvider clock) : IAsyncDisposable
{
    private static readonly DeviceFrame Noise = new(FrameTypes.Damaged, 0, []);

    private readonly FrameSplitter _splitter = new();
    private readonly Queue<DeviceFrame> _frames = [];
    private readonly byte[] _buffer = new byte[2 * ProtocolSizes.Frame];
    private Task<int>? _reading;

    /// <exception cref="FactoryException"><c>factory.device-lost</c></exception>
    public async Task SendAsync(ReadOnlyMemory<byte> frame, TimeSpan limit, CancellationToken cancellation)
    {
        try
        {
            await stream.WriteAsync(frame, cancellation).AsTask().WaitAsync(limit, clock, cancellation);
            await stream.FlushAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or TimeoutException)
        {
            throw Lost(e);
        }
    }

    /// <summary>The next frame; one of type <see cref="FrameTypes.Damaged"/> for what is none; null when the time is over.</summary>
    /// <exception cref="FactoryException"><c>factory.device-lost</c>: the line is gone.</exception>
    public async Task<DeviceFrame?> ReceiveAsync(TimeSpan limit, CancellationToken cancellation)
    {
        long start = clock.GetTimestamp();
        while (true)
        {
            if (_frames.TryDequeue(out DeviceFrame? frame))
                return frame;
            TimeSpan left = limit - clock.GetElapsedTime(start);
            int? count = left > TimeSpan.Zero ? await ReadAsync(left, cancellation) : null;
            if (count is not { } bytes)
                return null;
            foreach (DeviceFrame? whole in _splitter.Push(_buffer.AsMemory(0, bytes)))
                _frames.Enqueue(whole ?? Noise);
        }
    }

    /// <summary>Waits until the other end closes the line, or the time is over.</summary>
    public async Task WaitForEndAsync(TimeSpan limit, CancellationToken cancellation)
    {
        try
        {
            while (await ReceiveAsync(limit, cancellation) is not null)
                limit /= 2;
        }
        catch (FactoryException)
        {
            // that is the end
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        if (_reading is { } left)
            _ = left.ContinueWith(static ended => ended.Exception, TaskScheduler.Default); // looked at, so that it is not reported as forgotten
    }

    private async Task<int?> ReadAsync(TimeSpan limit, CancellationToken cancellation)
    {
        try
        {
            _reading ??= stream.ReadAsync(_buffer, CancellationToken.None).AsTask();
            int count = await _reading.WaitAsync(limit, clock, cancellation);
            _reading = null;
            return count > 0 ? count : throw new FactoryException(LineReasons.DeviceLost, "The line was closed at its other end.");
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw Lost(e);
        }
    }

    private static FactoryException Lost(Exception e) => new(LineReasons.DeviceLost, e.Message, e);
}
