using Attestation.Dice;
using Attestation.Factory.Stations;
using Attestation.Factory.Stations.Serial;
using Attestation.Simulator.Devices;

namespace Attestation.UnitTests.Simulator.Devices;

/// <summary>A station at a serial port, with a pseudo terminal in the port's place: raw mode, every byte value, devices that follow each other.</summary>
public sealed class PseudoTerminalTests
{
    [Fact]
    public async Task Devices_at_a_serial_port_are_provisioned_one_after_another()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TemporaryFolder();
        using var fixture = new DeviceFixture(new DeviceMaker(DeviceBench.Product(1), 11), 2);
        using var terminal = new PseudoTerminal(folder["tty"]);
        Task running = terminal.RunAsync(fixture, () => { }, default);
        await using var source = new TtyDeviceSource(folder["tty"], 115200);
        var met = new List<string>();
        for (int i = 0; i < 2; i++)
        {
            await using var device = (SerialDevice)(await source.NextAsync(default))!;
            await DeviceBench.ProvisionAsync(device);
            DeviceGreeting greeting = await device.HelloAsync(default);
            Assert.Equal((DeviceState.Locked, DiceMode.Normal), (greeting.State, greeting.Mode));
            Assert.NotEmpty(await device.AttestAsync(new byte[64], default));
            met.Add(greeting.DeviceId);
            await device.LeaveAsync(default);
        }
        await running;
        Assert.Equal(2, met.Distinct().Count());
    }
}
