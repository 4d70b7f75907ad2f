using System.Net.Sockets;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Stations.Serial;

/// <summary>A fixture behind a TCP address, such as <c>attest-sim devices</c> or a terminal server: each connection meets the device that is in it.</summary>
/// <param name="host">Name or address.</param>
/// <param name="port">1 to 65535.</param>
public sealed class TcpDeviceSource(string host, int port) : IDeviceSource
{
    private bool _wasThere;

    /// <returns>Null when a fixture that was there is gone: its devices are all done.</returns>
    /// <exception cref="FactoryException"><c>factory.device-source</c>: nobody listens there.</exception>
    public async Task<IFactoryDevice?> NextAsync(CancellationToken cancellation)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(host, port, cancellation);
            _wasThere = true;
            return new SerialDevice(client.GetStream()) { HangsUp = true };
        }
        catch (SocketException e)
        {
            client.Dispose();
            return _wasThere ? null : throw new FactoryException(LineReasons.DeviceSource, $"{host}:{port}: {e.Message}", e);
        }
        catch (OperationCanceledException)
        {
            client.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
