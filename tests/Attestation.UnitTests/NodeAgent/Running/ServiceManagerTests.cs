using System.Net.Sockets;
using System.Text;
using Attestation.NodeAgent.Running;

namespace Attestation.UnitTests.NodeAgent.Running;

/// <summary>sd_notify(3), with this test as the manager.</summary>
public sealed class ServiceManagerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("attestation-notify-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("a path", false)]
    [InlineData("an abstract name", true)]
    public void ItTellsTheManager(string what, bool isAbstract)
    {
        string path = Path.Combine(folder, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        manager.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + path : path));
        using var told = new ServiceManager(name => name == "NOTIFY_SOCKET" ? (isAbstract ? "@" : "") + path : null);
        told.Ready();
        told.Status("two\nlines");
        told.Alive();
        told.Stopping();
        string[] expected = ["READY=1", "STATUS=two lines", "WATCHDOG=1", "STOPPING=1"];
        foreach (string message in expected)
            Assert.True(Receive(manager) == message, what);
    }

    [Theory]
    [InlineData("nobody watches", null, null, null)]
    [InlineData("half of what the manager waits", "20000000", null, 10.0)]
    [InlineData("another process is watched", "20000000", "1", null)]
    [InlineData("no number", "soon", null, null)]
    public void TheWatchdogsPeriod(string what, string? microseconds, string? process, double? seconds)
    {
        using var manager = new ServiceManager(name => name switch { "WATCHDOG_USEC" => microseconds, "WATCHDOG_PID" => process, _ => null });
        Assert.True(manager.WatchdogPeriod?.TotalSeconds == seconds, what);
        manager.Alive();
    }

    [Fact]
    public void AManagerThatIsGoneStopsNothing()
    {
        using var manager = new ServiceManager(name => name == "NOTIFY_SOCKET" ? Path.Combine(folder, "gone") : null);
        Assert.Null(Record.Exception(manager.Ready));
    }

    private static string Receive(Socket socket)
    {
        var buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}
