using System.Net.Sockets;

namespace Attestation.Tpm.Transports;

/// <summary>Where a software TPM listens: a TCP port, or the path of a unix socket.</summary>
public sealed record TpmEndpoint
{
    private TpmEndpoint(string? host, int port, string? path) => (Host, Port, Path) = (host, port, path);

    public string? Host { get; }

    public int Port { get; }

    public string? Path { get; }

    public static TpmEndpoint Tcp(string host, int port) => new(host, port, null);

    public static TpmEndpoint Unix(string path) => new(null, 0, path);

    public async Task<NetworkStream> ConnectAsync(CancellationToken cancellation)
    {
        Socket socket = Path is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (Path is null)
                await socket.ConnectAsync(Host!, Port, cancellation).ConfigureAwait(false);
            else
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path), cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override string ToString() => Path ?? $"{Host}:{Port}";
}
