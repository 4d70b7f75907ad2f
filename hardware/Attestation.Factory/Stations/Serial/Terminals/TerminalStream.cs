using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Attestation.Factory.Stations.Serial.Terminals;

/// <summary>The bytes of a terminal in raw mode: a UART, a USB serial port, a pseudo terminal. Linux; termios(3), cfmakeraw.</summary>
[SupportedOSPlatform("linux")]
public sealed class TerminalStream : Stream
{
    private const int LookAgain = 100; // milliseconds after which a waiting reader sees that the stream was closed

    private readonly int _file;
    private readonly object _closing = new();
    private Task _reading = Task.CompletedTask;
    private volatile bool _isClosed;

    private TerminalStream(int file) => _file = file;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Opens a terminal, sets it to raw mode (8 bits, no parity, no flow control by characters) and forgets what came before.</summary>
    /// <param name="path">Such as /dev/ttyUSB0.</param>
    /// <param name="speed">Bits per second.</param>
    /// <exception cref="IOException">It is not there, is no terminal, may not be opened, or has no such speed.</exception>
    public static TerminalStream Open(string path, int speed)
    {
        int file = LibC.open(path, LibC.ReadWrite | LibC.NoControllingTerminal | LibC.NonBlocking | LibC.CloseOnExec);
        if (file < 0)
            throw LibC.LastError(path);
        try
        {
            SetRaw(file, path, speed);
            LibC.tcflush(file, LibC.Received); // not what was sent: that may be the farewell of the stream before
            return new TerminalStream(file);
        }
        catch
        {
            LibC.close(file);
            throw;
        }
    }

    /// <summary>Takes over an open file that does not block, such as the master of a pseudo terminal.</summary>
    public static TerminalStream Of(int file) => new(file);

    public override int Read(byte[] buffer, int offset, int count)
    {
        byte[] bytes = new byte[count];
        while (!_isClosed)
        {
            if (!Wait(LibC.Readable))
                continue;
            nint taken = LibC.read(_file, bytes, count);
            if (taken < 0 && IsTransient())
                continue;
            if (taken <= 0)
                return 0; // the other end of a pseudo terminal was closed, or the cable pulled
            bytes.AsSpan(0, (int)taken).CopyTo(buffer.AsSpan(offset));
            return (int)taken;
        }
        throw new ObjectDisposedException(nameof(TerminalStream));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        byte[] bytes = new byte[buffer.Length];
        Task<int> reading;
        lock (_closing)
            _reading = reading = Task.Factory.StartNew(() => Read(bytes, 0, bytes.Length), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        int count = await reading;
        bytes.AsMemory(0, count).CopyTo(buffer);
        return count;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        byte[] bytes = buffer.AsSpan(offset, count).ToArray();
        try
        {
            while (bytes.Length > 0)
            {
                nint written = LibC.write(_file, bytes, bytes.Length);
                if (written < 0 && !IsTransient())
                    throw LibC.LastError("write");
                if (written < 0)
                    Wait(LibC.Writable);
                else
                    bytes = Rest(bytes, (int)written);
            }
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(bytes);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        byte[] bytes = buffer.ToArray();
        return new ValueTask(Task.Run(() =>
        {
            try
            {
                Write(bytes, 0, bytes.Length);
            }
            finally
            {
                System.Security.Cryptography.CryptographicOperations.ZeroMemory(bytes);
            }
        }, cancellationToken));
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        lock (_closing)
        {
            if (_isClosed)
                return;
            _isClosed = true;
        }
        _ = _reading.ContinueWith(_ => LibC.close(_file), TaskScheduler.Default); // not under the feet of a reader
        base.Dispose(disposing);
    }

    private static byte[] Rest(byte[] bytes, int written)
    {
        byte[] rest = bytes[written..];
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(bytes);
        return rest;
    }

    private static void SetRaw(int file, string path, int speed)
    {
        byte[] termios = new byte[LibC.TermiosSize];
        if (LibC.tcgetattr(file, termios) != 0)
            throw LibC.LastError(path);
        LibC.cfmakeraw(termios);
        if (LibC.cfsetspeed(termios, (uint)speed) != 0)
            throw new IOException($"{path}: {speed} bits per second are not possible");
        if (LibC.tcsetattr(file, LibC.Now, termios) != 0)
            throw LibC.LastError(path);
    }

    private static bool IsTransient() => Marshal.GetLastPInvokeError() is LibC.TryAgain or LibC.Interrupted;

    private bool Wait(short what)
    {
        var entry = new LibC.PollEntry { File = _file, Asked = what };
        return LibC.poll(ref entry, 1, LookAgain) > 0;
    }
}
