using System.Net;
using System.Net.Sockets;

namespace Attestation.SystemTests.Cluster;

/// <summary>Free ports of 127.0.0.1, below the range from which the kernel serves clients and listeners on port 0, so that none is taken by chance.</summary>
internal static class LoopbackPorts
{
    public static int Free() => Free(1)[0];

    public static int[] Free(int count)
    {
        var ports = new HashSet<int>();
        while (ports.Count < count)
        {
            int port = Random.Shared.Next(20_000, 32_000);
            if (IsFree(port))
                ports.Add(port);
        }
        return [.. ports];
    }

    private static bool IsFree(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
