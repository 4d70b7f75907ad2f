using System.Net;
using System.Net.Sockets;

namespace Attestation.Simulator.Devices;

/// <summary>A fixture behind a TCP port: one connection at a time; with the last device the port is closed.</summary>
public sealed class FixtureListener : IDisposable
{
    private readonly TcpListener _listener;

    /// <param name="endpoint">Port 0: any.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public FixtureListener(IPEndPoint endpoint)
    {
        _listener = new TcpListener(endpoint);
        _listener.Start();
    }

    public IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Serves until the last device left.</summary>
    /// <param name="fixture">Holds the devices.</param>
    /// <param name="served">Told after each connection.</param>
    /// <param name="cancellation">Ends it; a connection is cut.</param>
    public async Task RunAsync(DeviceFixture fixture, Action served, CancellationToken cancellation)
    {
        while (fixture.Device is not null)
        {
            using TcpClient client = await _listener.AcceptTcpClientAsync(cancellation);
            client.NoDelay = true;
            using CancellationTokenRegistration cut = cancellation.Register(client.Close);
            await Task.Factory.StartNew(() => fixture.Serve(client.GetStream()), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (fixture.Device is null)
                _listener.Stop(); // before the last station hears that its line is closed, and calls again
            served();
        }
        cancellation.ThrowIfCancellationRequested();
    }

    public void Dispose() => _listener.Dispose();
}
