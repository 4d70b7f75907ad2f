using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Transports;
using Attestation.Tpm.Wire;

namespace Attestation.SystemTests.Tpm;

/// <summary>The same commands over every way to a TPM; behind each stands swtpm.</summary>
public sealed class TransportTests
{
    /// <summary>A pseudo-terminal in raw mode stands for the character device: one write is a command, one read its response.</summary>
    private const string DeviceScript = """
        import os, pty, socket, struct, sys, tty
        master, slave = pty.openpty()
        tty.setraw(slave)
        print(os.ttyname(slave), flush=True)
        tpm = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        while True:
            command = os.read(master, 4096)
            while len(command) < struct.unpack(">I", command[2:6])[0]:
                command += os.read(master, 4096)
            tpm.sendall(command)
            response = tpm.recv(4096)
            while len(response) < struct.unpack(">I", response[2:6])[0]:
                response += tpm.recv(4096)
            os.write(master, response)
        """;

    [Fact]
    public async Task OverTcp()
    {
        await using Swtpm swtpm = await Swtpm.StartAsync();
        await using TpmConnection tpm = await swtpm.ConnectAsync();
        await WorksAsync(tpm);
    }

    [Fact]
    public async Task OverAUnixSocket()
    {
        await using Swtpm swtpm = await Swtpm.StartWithoutPowerAsync();
        await using (SwtpmControl control = await SwtpmControl.ConnectAsync(swtpm.Control, CancellationToken.None))
            await control.InitAsync(deleteVolatileState: true, CancellationToken.None);
        await using TpmConnection tpm = await swtpm.ConnectAsync();
        await tpm.SendAsync(new Startup(TpmSu.Clear));
        await WorksAsync(tpm);
    }

    [Fact]
    public async Task OverACharacterDevice()
    {
        await using Swtpm swtpm = await Swtpm.StartAsync();
        using Process device = Process.Start(new ProcessStartInfo("python3", ["-c", DeviceScript, swtpm.Data.Port.ToString()]) { RedirectStandardOutput = true })!;
        try
        {
            string path = (await device.StandardOutput.ReadLineAsync())!;
            await using var tpm = new TpmConnection(DeviceTransport.Open(path));
            await WorksAsync(tpm);
        }
        finally
        {
            device.Kill();
            await device.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task OverTheReferenceSimulatorsProtocol()
    {
        await using Swtpm swtpm = await Swtpm.StartAsync();
        using var simulator = new MssimBridge(swtpm);
        MssimTransport transport = await MssimTransport.ConnectAsync("127.0.0.1", simulator.Port, CancellationToken.None);
        await using (var tpm = new TpmConnection(transport))
        {
            await WorksAsync(tpm);
            await transport.PowerCycleAsync(CancellationToken.None);
        }
        await simulator.Ended;
        Assert.Equal([1u, 11u, 2u, 1u, 11u, 20u], simulator.Signals);
    }

    [Fact]
    public async Task ATpmThatIsNotThereIsAnIoError()
    {
        await Assert.ThrowsAsync<SocketException>(() => SocketTransport.ConnectAsync(TpmEndpoint.Unix("/nonexistent/tpm"), CancellationToken.None));
        Assert.ThrowsAny<IOException>(() => DeviceTransport.Open("/nonexistent/tpmrm0"));
    }

    [Fact]
    public async Task ACancelledCommandClosesTheSocket()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using SocketTransport transport = await SocketTransport.ConnectAsync(
            TpmEndpoint.Tcp("127.0.0.1", ((IPEndPoint)silent.LocalEndpoint).Port), CancellationToken.None);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transport.ExchangeAsync(new byte[10], stop.Token).AsTask());
        await Assert.ThrowsAnyAsync<Exception>(() => transport.ExchangeAsync(new byte[10], CancellationToken.None).AsTask());
    }

    [Theory]
    [InlineData("a response of four gigabytes", "8001ffffffff00000000")]
    [InlineData("a response shorter than its header", "80010000000900000000")]
    public async Task AnImpossibleLengthIsAnIoError(string what, string header)
    {
        _ = what;
        using var liar = new TcpListener(IPAddress.Loopback, 0);
        liar.Start();
        await using SocketTransport transport = await SocketTransport.ConnectAsync(
            TpmEndpoint.Tcp("127.0.0.1", ((IPEndPoint)liar.LocalEndpoint).Port), CancellationToken.None);
        using TcpClient peer = await liar.AcceptTcpClientAsync();
        await peer.GetStream().WriteAsync(Convert.FromHexString(header));
        await Assert.ThrowsAnyAsync<IOException>(() => transport.ExchangeAsync(new byte[10], CancellationToken.None).AsTask());
    }

    private static async Task WorksAsync(TpmConnection tpm)
    {
        Assert.Equal(24, (await tpm.SendAsync(new GetRandom(24))).RandomBytes.Length);
        Assert.NotEmpty(await tpm.ReadCapabilityAsync(TpmCap.Commands));
        var root = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Owner, Attestation.Tpm.Software.KeyTemplates.StorageRootP256);
        Assert.Equal(root.Handle.Name, (await tpm.SendAsync(new ReadPublic(root.Handle))).Name);
        Assert.Equal(24, (await tpm.ReadPcrsAsync(TpmlPcrSelection.Of(TpmAlgId.Sha256, Enumerable.Range(0, 24)))).Count);
    }

    /// <summary>Speaks the reference simulator's protocol on two neighbouring ports and passes commands on to swtpm.</summary>
    private sealed class MssimBridge : IDisposable
    {
        private readonly TcpListener command;
        private readonly TcpListener platform;

        public MssimBridge(Swtpm swtpm)
        {
            (command, platform) = Neighbours();
            Ended = Task.WhenAll(ServePlatformAsync(), ServeCommandsAsync(swtpm));
        }

        public int Port => ((IPEndPoint)command.LocalEndpoint).Port;

        public List<uint> Signals { get; } = [];

        public Task Ended { get; }

        public void Dispose()
        {
            command.Dispose();
            platform.Dispose();
        }

        private async Task ServePlatformAsync()
        {
            using TcpClient peer = await platform.AcceptTcpClientAsync();
            while (true)
            {
                uint signal = await U32Async(peer.GetStream());
                Signals.Add(signal);
                if (signal == 20)
                    return;
                await peer.GetStream().WriteAsync(new byte[4]);
            }
        }

        private async Task ServeCommandsAsync(Swtpm swtpm)
        {
            using TcpClient peer = await command.AcceptTcpClientAsync();
            await using SocketTransport tpm = await SocketTransport.ConnectAsync(swtpm.Data, CancellationToken.None);
            NetworkStream stream = peer.GetStream();
            while (await U32Async(stream) == 8)
            {
                await stream.ReadExactlyAsync(new byte[1]);
                var request = new byte[await U32Async(stream)];
                await stream.ReadExactlyAsync(request);
                byte[] response = await tpm.ExchangeAsync(request, CancellationToken.None);
                var size = new byte[4];
                BinaryPrimitives.WriteInt32BigEndian(size, response.Length);
                await stream.WriteAsync((byte[])[.. size, .. response, 0, 0, 0, 0]);
            }
        }

        private static async Task<uint> U32Async(Stream stream)
        {
            var bytes = new byte[4];
            await stream.ReadExactlyAsync(bytes);
            return BinaryPrimitives.ReadUInt32BigEndian(bytes);
        }

        private static (TcpListener, TcpListener) Neighbours()
        {
            while (true)
            {
                var first = new TcpListener(IPAddress.Loopback, 0);
                first.Start();
                var second = new TcpListener(IPAddress.Loopback, ((IPEndPoint)first.LocalEndpoint).Port + 1);
                try
                {
                    second.Start();
                    return (first, second);
                }
                catch (SocketException)
                {
                    first.Dispose();
                    second.Dispose();
                }
            }
        }
    }
}
