using Attestation.Dice;
using Attestation.Factory;
using Attestation.Factory.Stations;
using Attestation.Factory.Stations.Serial;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Simulator.Devices;

/// <summary>A station and a virtual board, over TCP: the firmware's own resident application answers.</summary>
public sealed class VirtualDeviceTests
{
    [Theory]
    [InlineData("the factory writes the secret", 1)]
    [InlineData("the device mixes it", 2)]
    public async Task From_blank_to_locked_and_attesting(string description, int scheme)
    {
        await using var bench = new DeviceBench(scheme: scheme);
        await using SerialDevice device = await bench.ConnectAsync();
        DeviceGreeting blank = await device.HelloAsync(default);
        Assert.Equal((DeviceState.Blank, "esp32", 12), (blank.State, blank.Board, blank.Serial.Length));
        await DeviceBench.ProvisionAsync(device, scheme);
        DeviceGreeting locked = await device.HelloAsync(default);
        Assert.True(locked.State == DeviceState.Locked, description);
        Assert.Equal(("2.0.0", 2ul, DiceMode.Normal), (locked.FirmwareVersion, locked.Svn, locked.Mode));
        Assert.True((await device.ReadLocksAsync(default)).AllHold);
        Assert.NotEmpty(await device.AttestAsync(new byte[32], default));
    }

    [Fact]
    public async Task A_line_that_breaks_meets_the_same_device_and_one_that_is_left_the_next()
    {
        await using var bench = new DeviceBench(count: 2);
        await using var source = bench.Source;
        string first = await MeetAsync(source, leave: false);
        Assert.Equal(first, await MeetAsync(source, leave: true));
        Assert.NotEqual(first, await MeetAsync(source, leave: true));
        Assert.Null(await source.NextAsync(default));
        Assert.Equal(2, bench.Fixture.Left);
    }

    [Fact]
    public async Task What_a_device_remembers_is_there_after_the_simulator_ended()
    {
        using var folder = new TemporaryFolder();
        string first;
        await using (var bench = new DeviceBench(count: 2, state: folder["state"]))
        {
            await using SerialDevice device = await bench.ConnectAsync();
            await DeviceBench.ProvisionAsync(device);
            first = (await device.HelloAsync(default)).DeviceId;
        }
        await using var again = new DeviceBench(count: 2, state: folder["state"]);
        await using var source = again.Source;
        await using (var device = (SerialDevice)(await source.NextAsync(default))!)
        {
            DeviceGreeting greeting = await device.HelloAsync(default);
            Assert.Equal((first, DeviceState.Locked, "2.0.0"), (greeting.DeviceId, greeting.State, greeting.FirmwareVersion));
            await device.LeaveAsync(default);
        }
        Assert.NotEqual(first, await MeetAsync(source, leave: false));
    }

    [Fact]
    public async Task Nobody_listens_is_a_reason()
    {
        await using var source = new TcpDeviceSource("127.0.0.1", 1);
        FactoryException refusal = await Assert.ThrowsAsync<FactoryException>(() => source.NextAsync(default));
        Assert.Equal(LineReasons.DeviceSource, refusal.Reason);
    }

    private static async Task<string> MeetAsync(TcpDeviceSource source, bool leave)
    {
        await using var device = (SerialDevice)(await source.NextAsync(default))!;
        string id = (await device.HelloAsync(default)).DeviceId;
        if (leave)
            await device.LeaveAsync(default);
        return id;
    }
}
