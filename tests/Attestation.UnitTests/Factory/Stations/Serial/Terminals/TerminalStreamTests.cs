using Attestation.Factory.Stations.Serial.Terminals;
using Attestation.Simulator.Devices;

namespace Attestation.UnitTests.Factory.Stations.Serial.Terminals;

/// <summary>Closing a terminal while somebody is at it. The pseudo terminal has nobody who reads its other end.</summary>
public sealed class TerminalStreamTests
{
    private const int MoreThanFits = 64 * 1024; // bytes; a pseudo terminal of Linux holds a few thousand

    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task AWriteThatTheDeviceDoesNotTakeEndsWithTheStreamAndReachesNoOtherFile()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TemporaryFolder();
        using var terminal = new PseudoTerminal(folder["tty"]);
        string path = new FileInfo(folder["tty"]).LinkTarget!;
        TerminalStream stream = TerminalStream.Open(path, 115200);
        Assert.Equal(2, Descriptors(path)); // the pseudo terminal holds one itself
        Task writing = stream.WriteAsync(new byte[MoreThanFits]).AsTask();
        Assert.NotSame(writing, await Task.WhenAny(writing, Task.Delay(200)));
        stream.Dispose();
        FileStream[] next = [.. Enumerable.Range(0, 8).Select(i => new FileStream(folder[$"next-{i}"], FileMode.CreateNew))]; // the lowest free numbers
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writing.WaitAsync(Enough));
        Assert.All(next, file => Assert.Equal(0, RandomAccess.GetLength(file.SafeFileHandle)));
        Assert.True(SpinWait.SpinUntil(() => Descriptors(path) == 1, Enough), "the descriptor is still open");
        Array.ForEach(next, file => file.Dispose());
    }

    [Fact]
    public async Task AReaderThatWaitsEndsWithTheStreamToo()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TemporaryFolder();
        using var terminal = new PseudoTerminal(folder["tty"]);
        string path = new FileInfo(folder["tty"]).LinkTarget!;
        TerminalStream stream = TerminalStream.Open(path, 115200);
        Task<int> reading = stream.ReadAsync(new byte[1]).AsTask();
        stream.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading.WaitAsync(Enough));
        Task late = stream.WriteAsync(new byte[1]).AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => late);
        Assert.True(SpinWait.SpinUntil(() => Descriptors(path) == 1, Enough), "the descriptor is still open");
    }

    /// <summary>How many of this process's descriptors are that terminal (proc(5)).</summary>
    private static int Descriptors(string path) => Directory.GetFileSystemEntries("/proc/self/fd").Count(entry => new FileInfo(entry).LinkTarget == path);
}
