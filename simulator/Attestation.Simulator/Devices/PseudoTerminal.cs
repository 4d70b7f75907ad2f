using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Attestation.Factory.Stations.Serial.Terminals;

namespace Attestation.Simulator.Devices;

/// <summary>A fixture behind a pseudo terminal (pty(7)): stations open it like a serial port, and hang up without anybody hearing it, as with a UART.</summary>
[SupportedOSPlatform("linux")]
public sealed class PseudoTerminal : IDisposable
{
    private const string LibC = "libc";
    private const int Flags = 2 | 0x100 | 0x800 | 0x80000; // O_RDWR, O_NOCTTY, O_NONBLOCK, O_CLOEXEC
    private const int Speed = 115200; // no bit of it is timed
    private const int LongestName = 128;

    private readonly string _link;
    private readonly TerminalStream _device;
    private readonly TerminalStream _station; // held open, so that the device's end lives on without a station

    /// <param name="link">Becomes a link to the terminal; a link that is there is replaced.</param>
    /// <exception cref="IOException">There is something else, or no terminal to be had.</exception>
    public PseudoTerminal(string link)
    {
        _link = link;
        int master = posix_openpt(Flags);
        byte[] name = new byte[LongestName];
        if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0 || ptsname_r(master, name, name.Length) != 0)
            throw new IOException($"no pseudo terminal: {Marshal.GetLastPInvokeErrorMessage()}");
        _device = TerminalStream.Of(master);
        string path = Encoding.UTF8.GetString(name, 0, Array.IndexOf(name, (byte)0));
        _station = TerminalStream.Open(path, Speed);
        if (new FileInfo(link).LinkTarget is not null)
            File.Delete(link);
        File.CreateSymbolicLink(link, path);
    }

    /// <summary>Serves until the last device left.</summary>
    /// <param name="fixture">Holds the devices.</param>
    /// <param name="served">Told after each device that left.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(DeviceFixture fixture, Action served, CancellationToken cancellation)
    {
        using CancellationTokenRegistration cut = cancellation.Register(_device.Dispose);
        await Task.Factory.StartNew(() =>
        {
            while (!cancellation.IsCancellationRequested && fixture.Serve(_device))
                served();
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        cancellation.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        File.Delete(_link);
        _station.Dispose();
        _device.Dispose();
    }

    [DllImport(LibC, SetLastError = true)]
    private static extern int posix_openpt(int flags);

    [DllImport(LibC, SetLastError = true)]
    private static extern int grantpt(int file);

    [DllImport(LibC, SetLastError = true)]
    private static extern int unlockpt(int file);

    [DllImport(LibC, SetLastError = true)]
    private static extern int ptsname_r(int file, byte[] name, nint size);
}
