using System.Runtime.InteropServices;

namespace Attestation.Factory.Stations.Serial.Terminals;

/// <summary>What a terminal needs of the C library. A <c>struct termios</c> passes through as bytes that only the library understands, so that nothing here
/// depends on its layout (docs/adr/0017-terminals.md).</summary>
internal static class LibC
{
    public const int ReadWrite = 2, NoControllingTerminal = 0x100, NonBlocking = 0x800, CloseOnExec = 0x80000; // <fcntl.h> of Linux
    public const short Readable = 1, Writable = 4; // <poll.h>
    public const int Interrupted = 4, TryAgain = 11; // <errno.h>
    public const int TermiosSize = 256; // larger than any
    public const int Now = 0, Received = 0; // <termios.h>: TCSANOW, TCIFLUSH

    private const string Name = "libc";

    [DllImport(Name, SetLastError = true)]
    public static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport(Name, SetLastError = true)]
    public static extern int close(int file);

    [DllImport(Name, SetLastError = true)]
    public static extern nint read(int file, byte[] buffer, nint count);

    [DllImport(Name, SetLastError = true)]
    public static extern nint write(int file, byte[] buffer, nint count);

    [DllImport(Name, SetLastError = true)]
    public static extern int poll(ref PollEntry entry, nuint count, int milliseconds);

    [DllImport(Name, SetLastError = true)]
    public static extern int tcgetattr(int file, byte[] termios);

    [DllImport(Name, SetLastError = true)]
    public static extern int tcsetattr(int file, int when, byte[] termios);

    [DllImport(Name, SetLastError = true)]
    public static extern void cfmakeraw(byte[] termios);

    [DllImport(Name, SetLastError = true)]
    public static extern int cfsetspeed(byte[] termios, uint speed);

    [DllImport(Name, SetLastError = true)]
    public static extern int tcflush(int file, int queue);

    public static IOException LastError(string what) => new($"{what}: {Marshal.GetLastPInvokeErrorMessage()}");

    /// <summary><c>struct pollfd</c></summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int File;
        public short Asked;
        public short Seen;
    }
}
