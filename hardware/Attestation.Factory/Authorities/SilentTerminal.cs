using System.Runtime.InteropServices;

namespace Attestation.Factory.Authorities;

/// <summary>Standard input's terminal without echo, until it is disposed (termios(3), getpass(3)).
/// <code>
/// struct termios { tcflag_t c_iflag, c_oflag, c_cflag, c_lflag; ... }    tcflag_t: 4 bytes on Linux, 8 on macOS; ECHO is 8 in c_lflag on both
/// </code></summary>
internal sealed class SilentTerminal : IDisposable
{
    private const int StandardInput = 0;
    private const int AfterOutputDroppingInput = 2; // TCSAFLUSH: what was typed before the prompt is no answer to it
    private const byte Echo = 8;

    /// <summary>More than any system's struct termios.</summary>
    private const int MaxLength = 256;

    private readonly byte[] _before;

    private SilentTerminal(byte[] before) => _before = before;

    /// <summary>Null where standard input is no terminal that can be silenced.</summary>
    public static SilentTerminal? TryOpen()
    {
        byte[] before = new byte[MaxLength];
        if (tcgetattr(StandardInput, before) != 0)
            return null;
        byte[] silent = [.. before];
        silent[LocalFlags] = (byte)(silent[LocalFlags] & ~Echo & 0xFF);
        return tcsetattr(StandardInput, AfterOutputDroppingInput, silent) == 0 ? new SilentTerminal(before) : null;
    }

    public void Dispose() => tcsetattr(StandardInput, AfterOutputDroppingInput, _before);

    /// <summary>Offset of the lowest byte of c_lflag; both systems run little-endian machines only here.</summary>
    private static int LocalFlags => OperatingSystem.IsMacOS() ? 24 : 12;

    [DllImport("libc")]
    private static extern int tcgetattr(int descriptor, byte[] settings);

    [DllImport("libc")]
    private static extern int tcsetattr(int descriptor, int when, byte[] settings);
}
