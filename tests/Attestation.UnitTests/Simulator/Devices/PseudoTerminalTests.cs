using Attestation.Dice;
using Attestation.Factory;
using Attestation.Factory.Stations;
using Attestation.Factory.Stations.Serial;
using Attestation.Formats.Reasons;
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

    [Fact]
    public async Task A_device_that_talks_nonsense_is_told_once_and_the_next_one_follows()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TemporaryFolder();
        using var fixture = new DeviceFixture(new DeviceMaker(DeviceBench.Product(1), 11), 1);
        using var terminal = new PseudoTerminal(folder["tty"]);
        using var ended = new CancellationTokenSource();
        bool isReplaced = false;
        Task running = terminal.RunAsync(line => Volatile.Read(ref isReplaced) ? fixture.Serve(line) : Babble(line, () => Volatile.Read(ref isReplaced)), () => { }, ended.Token);
        await using var source = new TtyDeviceSource(folder["tty"], 115200);
        await using (IFactoryDevice? babbler = await source.NextAsync(default))
            Assert.Equal(LineReasons.DeviceAnswer, (await Assert.ThrowsAsync<FactoryException>(() => babbler!.HelloAsync(default))).Reason);
        Volatile.Write(ref isReplaced, true);
        await using var device = (SerialDevice)(await source.NextAsync(default))!;
        Assert.NotEmpty((await device.HelloAsync(default)).DeviceId);
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>Right frames whose answers are no CBOR.</summary>
    private static bool Babble(Stream line, Func<bool> isOver)
    {
        var splitter = new FrameSplitter();
        byte[] buffer = new byte[2048];
        while (line.Read(buffer, 0, buffer.Length) is > 0 and int count && !isOver())
        {
            foreach (DeviceFrame frame in splitter.Push(buffer.AsMemory(0, count)).OfType<DeviceFrame>())
            {
                byte[] said = frame.Type == FrameTypes.Pull
                    ? FrameCodec.Encode(FrameTypes.Stale, frame.Sequence, [(byte)(frame.Sequence >> 8), (byte)frame.Sequence])
                    : FrameCodec.Encode(FrameTypes.Answer, frame.Sequence, [0, 0, 0, 1, 0xFF]);
                line.Write(said, 0, said.Length);
            }
        }
        return true;
    }
}
