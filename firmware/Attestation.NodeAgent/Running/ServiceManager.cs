using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Attestation.NodeAgent.Running;

/// <summary>sd_notify(3): tells systemd that the service is up, that it still works, and what it does. Silent where nobody listens.</summary>
public sealed class ServiceManager : IDisposable
{
    private readonly Socket? socket;
    private readonly UnixDomainSocketEndPoint? end;

    /// <param name="environment">NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID.</param>
    public ServiceManager(Func<string, string?> environment)
    {
        if (environment("NOTIFY_SOCKET") is { Length: > 1 } path && path[0] is '/' or '@')
        {
            end = new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path);
            socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        }
        bool isForUs = environment("WATCHDOG_PID") is not { Length: > 0 } process || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        if (isForUs && long.TryParse(environment("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long limit) && limit > 0)
            WatchdogPeriod = TimeSpan.FromMicroseconds(limit / 2);
    }

    /// <summary>How often to call <see cref="Alive"/>: half of what systemd waits; null where it does not watch.</summary>
    public TimeSpan? WatchdogPeriod { get; }

    public void Ready() => Send("READY=1");

    public void Alive() => Send("WATCHDOG=1");

    public void Stopping() => Send("STOPPING=1");

    /// <param name="line">Shown by <c>systemctl status</c>.</param>
    public void Status(string line) => Send("STATUS=" + line.ReplaceLineEndings(" "));

    public void Dispose() => socket?.Dispose();

    private void Send(string message)
    {
        try
        {
            socket?.SendTo(Encoding.UTF8.GetBytes(message), end!);
        }
        catch (SocketException)
        {
            // the manager is restarting or its queue is full: the service goes on
        }
    }
}
