using System.Net;
using Attestation.Dice;
using Attestation.Factory.Provisioning;
using Attestation.Factory.Releases;
using Attestation.Factory.Stations;
using Attestation.Factory.Stations.Serial;
using Attestation.Simulator.Devices;
using Attestation.Simulator.Worlds;
using Attestation.UnitTests.Factory;
using Attestation.UnitTests.Factory.Releases;

namespace Attestation.UnitTests.Simulator.Devices;

/// <summary>Virtual devices behind a loopback port, with a sample release in slot a.</summary>
internal sealed class DeviceBench : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly FixtureListener _listener = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly DeviceFixture _fixture;
    private readonly Task _running;

    public DeviceBench(int count = 1, int scheme = 1, DeviceFault? fault = null, string? state = null)
    {
        _fixture = new DeviceFixture(new DeviceMaker(Product(scheme), 7, fault, folder: state), count);
        _running = _listener.RunAsync(_fixture, () => { }, _end.Token);
    }

    public DeviceFixture Fixture => _fixture;

    public TcpDeviceSource Source => new(_listener.Endpoint.Address.ToString(), _listener.Endpoint.Port);

    public static BoardRelease Release { get; } = BoardSample.Release(DiceAlgorithm.P256);

    public static DeviceProduct Product(int scheme)
    {
        using var folder = new TemporaryFolder();
        ReleaseFolder.Write(Release, null, folder["release"]);
        return ReleaseOnBoard.Read(folder["release"]) with { Scheme = scheme };
    }

    public async Task<SerialDevice> ConnectAsync() => (SerialDevice)(await Source.NextAsync(default))!;

    /// <summary>From blank to locked and running.</summary>
    public static async Task ProvisionAsync(SerialDevice device, int scheme = 1, byte[]? certificate = null)
    {
        byte[] secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        await (scheme == 1 ? device.WriteUdsAsync(secret, default) : device.WriteEntropyAsync(secret, default));
        await device.RestartAsync(default);
        DeviceProbe probe = await device.ProbeAsync(DiceAlgorithm.P256, default);
        byte[] ueid = Attestation.Dice.Evidence.DeviceUeid.FromUdsPublicKey(probe.UdsPublicKey);
        await device.WriteIdentityAsync(new DeviceIdentityData(Release.Order.Vendor, Release.Order.Model, ueid, certificate is null ? null : (ReadOnlyMemory<byte>?)certificate), default);
        await device.LockAsync(default);
        await device.RestartAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
        }
        _listener.Dispose();
        _fixture.Dispose();
        _end.Dispose();
    }
}
