using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Attestation.Factory.Stations.Serial.Terminals;

/// <summary>The bytes of a terminal in raw mode: a UART, a USB serial port, a pseudo terminal. Linux; termios(3), cfmakeraw.</summary>
[SupportedOSPlatform("linux")]
public sealed class TerminalStream : Stream
{
    private const int LookAgain = 100; // milliseconds after which a waiting reader or writer sees that the stream was closed

    private readonly int _file;
    private readonly object _closing = new();
    private int _users; // calls that are at the descriptor
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

    /// <exception cref="ObjectDisposedException">The stream was closed, before or meanwhile.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        byte[] bytes = new byte[count];
        Enter();
        try
        {
            int taken = Take(bytes);
            bytes.AsSpan(0, taken).CopyTo(buffer.AsSpan(offset));
            return taken;
        }
        finally
        {
            Leave();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        byte[] bytes = new byte[buffer.Length];
        int count = await Task.Factory.StartNew(() => Read(bytes, 0, bytes.Length), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        bytes.AsMemory(0, count).CopyTo(buffer);
        return count;
    }

    /// <exception cref="IOException">The line is gone.</exception>
    /// <exception cref="ObjectDisposedException">The stream was closed, before or meanwhile; the rest was not sent.</exception>
    public override void Write(byte[] buffer, int offset, int count)
    {
        Enter();
        try
        {
            Send(buffer.AsSpan(offset, count).ToArray());
        }
        finally
        {
            Leave();
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

    /// <summary>Calls that wait end with <see cref="ObjectDisposedException"/>; the last of them closes the descriptor.</summary>
    protected override void Dispose(bool disposing)
    {
        lock (_closing)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            if (_users == 0)
                CloseFile();
        }
        base.Dispose(disposing);
    }

    private void Enter()
    {
        lock (_closing)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _users++;
        }
    }

    /// <summary>The system gives the number of a closed descriptor to the next file that is opened: nobody may be about to read or write then.</summary>
    private void Leave()
    {
        lock (_closing)
        {
            if (--_users == 0 && _isClosed)
                CloseFile();
        }
    }

    private void CloseFile() => _ = Task.Run(() => LibC.close(_file)); // a port that does not drain holds its closer up

    private int Take(byte[] bytes)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (!Wait(LibC.Readable))
                continue;
            nint taken = LibC.read(_file, bytes, bytes.Length);
            if (taken < 0 && IsTransient())
                continue;
            return Math.Max((int)taken, 0); // none: the other end of a pseudo terminal was closed, or the cable pulled
        }
    }

    /// <param name="bytes">Wiped.</param>
    private void Send(byte[] bytes)
    {
        try
        {
            while (bytes.Length > 0)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
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
