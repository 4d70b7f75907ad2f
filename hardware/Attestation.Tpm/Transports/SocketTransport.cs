using System.Net.Sockets;

namespace Attestation.Tpm.Transports;

/// <summary>A socket on which bare commands and responses follow each other: swtpm's data channel, over TCP or a unix socket.</summary>
public sealed class SocketTransport : ITpmTransport
{
    private readonly NetworkStream stream;

    private SocketTransport(NetworkStream stream) => this.stream = stream;

    public static async Task<SocketTransport> ConnectAsync(TpmEndpoint endpoint, CancellationToken cancellation) =>
        new(await endpoint.ConnectAsync(cancellation).ConfigureAwait(false));

    /// <remarks>After a cancellation the socket is closed, since the late response would be taken for the next one's.</remarks>
    public async ValueTask<byte[]> ExchangeAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        try
        {
            await stream.WriteAsync(command, cancellation).ConfigureAwait(false);
            return await TpmFraming.ReadResponseAsync(stream, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
