using Attestation.Device.Protocol;
using Attestation.Factory;
using Attestation.Factory.Stations;
using Attestation.Factory.Stations.Serial;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Factory.Stations;

/// <summary>The station's end of the protocol against the firmware's, over lines that lose, damage, double, insert, hold back and cut bytes.</summary>
public sealed class SerialDeviceTests
{
    private static readonly byte[] ShortNonce = [1, 7, 0, 0, 0, 0, 0, 0], LongNonce = [60, 11, 0, 0, 0, 0, 0, 0];

    private static readonly DeviceIdentityData Identity = new("Example Devices", "edge-1", new byte[33], new byte[1400]);

    [Fact]
    public async Task Requests_and_answers_of_many_frames_arrive_whole()
    {
        var commands = new CountedCommands();
        using var machine = new SteppedDevice(() => new CommandTable([commands]));
        await using SerialDevice device = Over(new SteppedLine(machine));
        await device.WriteIdentityAsync(Identity, default);
        Assert.Equal(CountedCommands.Evidence(LongNonce), await device.AttestAsync(LongNonce, default));
        Assert.Equal(2, commands.Done);
    }

    [Theory]
    [InlineData("bytes are lost", Fault.Lost)]
    [InlineData("bits are flipped", Fault.Flipped)]
    [InlineData("bytes are doubled", Fault.Doubled)]
    [InlineData("noise is inserted", Fault.Noise)]
    [InlineData("whole frames are lost", Fault.FrameLost)]
    [InlineData("frames come twice", Fault.FrameTwice)]
    [InlineData("frames come late", Fault.Late)]
    [InlineData("all of it", Fault.All)]
    public async Task Over_a_bad_line_nothing_is_wrong_and_nothing_is_done_twice(string description, Fault fault)
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var commands = new CountedCommands();
            using var machine = new SteppedDevice(() => new CommandTable([commands]));
            await using SerialDevice device = Over(new SteppedLine(machine, new LineFaults(seed, fault).Spoil), tries: 100);
            await device.WriteIdentityAsync(Identity, default);
            byte[] evidence = await device.AttestAsync(LongNonce, default);
            Assert.True(CountedCommands.Evidence(LongNonce).SequenceEqual(evidence), $"{description}, seed {seed}");
            Assert.True(commands.Done == 2, $"{description}, seed {seed}: {commands.Done} commands were done");
        }
    }

    [Theory]
    [InlineData("the device was reset", true)]
    [InlineData("the device kept its session", false)]
    public async Task Cut_at_every_byte_and_asked_again_gives_the_right_answer(string description, bool isReset)
    {
        int whole = await CutAsync(description, int.MaxValue, isReset);
        for (int cut = 0; cut < whole; cut++)
            await CutAsync(description, cut, isReset);
        Assert.InRange(whole, 1000, 2000); // 1,000 bytes of evidence: the sweep is over a whole exchange
    }

    [Fact]
    public async Task A_reset_at_every_write_ends_with_the_right_answer()
    {
        for (int at = 0; at < 8; at++)
        {
            var commands = new CountedCommands();
            using var machine = new SteppedDevice(() => new CommandTable([commands]));
            int writes = 0, reset = at;
            byte[] ResetOnce(byte[] bytes)
            {
                if (writes++ == 2 * reset) // even ones go to the device
                    machine.Reset();
                return bytes;
            }
            await using SerialDevice device = Over(new SteppedLine(machine, ResetOnce));
            await device.WriteIdentityAsync(Identity, default);
            Assert.Equal(CountedCommands.Evidence(LongNonce), await device.AttestAsync(LongNonce, default));
        }
    }

    [Fact]
    public async Task A_second_station_is_not_given_the_answer_to_the_first_ones_question()
    {
        byte[] other = [1, 9, 0, 0, 0, 0, 0, 0];
        for (int i = 0; i < 300; i++) // the first number is a random one
        {
            var commands = new CountedCommands();
            using var machine = new SteppedDevice(() => new CommandTable([commands]));
            await using SerialDevice first = Over(new SteppedLine(machine));
            await first.AttestAsync(ShortNonce, default);
            await using SerialDevice second = Over(new SteppedLine(machine));
            Assert.Equal(CountedCommands.Evidence(other), await second.AttestAsync(other, default));
        }
    }

    [Fact]
    public async Task Every_refusal_of_the_device_is_told_with_its_reason()
    {
        using var machine = new SteppedDevice(() => new CommandTable([new CountedCommands()]));
        await using SerialDevice device = Over(new SteppedLine(machine));
        Assert.Equal(DeviceReasons.CommandUnknown, await ReasonAsync(() => device.ReadLocksAsync(default)));
        Assert.Equal(CountedCommands.Evidence(ShortNonce), await device.AttestAsync(ShortNonce, default));
    }

    [Theory]
    [InlineData("no array", new byte[] { 0x01 })]
    [InlineData("no CBOR", new byte[] { 0xFF })]
    [InlineData("an array of nothing", new byte[] { 0x80 })]
    [InlineData("a negative number", new byte[] { 0x81, 0x20 })]
    [InlineData("results that are no map", new byte[] { 0x82, 0x00, 0x01 })]
    [InlineData("no results where there must be some", new byte[] { 0x81, 0x00 })]
    [InlineData("a result of another kind", new byte[] { 0x82, 0x00, 0xA1, 0x01, 0x05 })]
    [InlineData("a refusal that nobody knows", new byte[] { 0x81, 0x19, 0x03, 0xE7 })]
    public async Task Nonsense_is_told_as_such(string description, byte[] answer)
    {
        using var machine = new SteppedDevice(() => new CommandTable([new Parrot(answer)]));
        await using SerialDevice device = Over(new SteppedLine(machine));
        ReasonCode reason = await ReasonAsync(() => device.AttestAsync(ShortNonce, default));
        Assert.True(reason == LineReasons.DeviceAnswer, $"{description}: {reason.Id}");
    }

    [Fact]
    public async Task Silence_is_a_lost_device()
    {
        using var machine = new SteppedDevice(() => new CommandTable([]));
        await using SerialDevice device = Over(new SteppedLine(machine, _ => []));
        Assert.Equal(LineReasons.DeviceLost, await ReasonAsync(() => device.HelloAsync(default)));
    }

    [Fact]
    public async Task A_wait_can_be_given_up_and_the_device_be_asked_again()
    {
        using var machine = new SteppedDevice(() => new CommandTable([new CountedCommands()]));
        bool isDeaf = true;
        await using var device = new SerialDevice(new SteppedLine(machine, bytes => isDeaf ? [] : bytes));
        using var cancellation = new CancellationTokenSource();
        Task<byte[]> asked = device.AttestAsync(ShortNonce, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        isDeaf = false;
        Assert.Equal(CountedCommands.Evidence(ShortNonce), await device.AttestAsync(ShortNonce, default));
    }

    [Fact]
    public async Task A_secret_is_written_whole_and_leave_tells_the_device()
    {
        var commands = new CountedCommands();
        using var machine = new SteppedDevice(() => new CommandTable([commands]));
        await using SerialDevice device = Over(new SteppedLine(machine));
        byte[] uds = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        await device.WriteUdsAsync(uds, default);
        Assert.Equal(uds, commands.Uds);
        await device.LeaveAsync(default);
        Assert.Equal(SessionEnd.StationLeft, machine.LastEnd);
    }

    private static SerialDevice Over(SteppedLine line, int tries = 12) => new(line, new SerialPatience { Tries = tries, Silence = TimeSpan.FromMinutes(30), Work = TimeSpan.FromMinutes(30) }, new ImpatientClock());

    /// <returns>How many bytes went over the line.</returns>
    private static async Task<int> CutAsync(string description, int cut, bool isReset)
    {
        var commands = new CountedCommands();
        using var machine = new SteppedDevice(() => new CommandTable([commands]));
        var line = new SteppedLine(machine) { CutAfter = cut };
        await using SerialDevice device = Over(line);
        try
        {
            await device.AttestAsync(ShortNonce, default);
            Assert.True(cut >= line.Carried, description);
        }
        catch (FactoryException e)
        {
            Assert.Equal(LineReasons.DeviceLost, e.Reason);
        }
        Assert.InRange(commands.Done, 0, 1);
        if (isReset)
            machine.Reset();
        await using SerialDevice again = Over(new SteppedLine(machine));
        byte[] evidence = await again.AttestAsync(ShortNonce, default);
        Assert.True(CountedCommands.Evidence(ShortNonce).SequenceEqual(evidence), $"{description}, cut after {cut} bytes");
        Assert.InRange(commands.Done, 1, 2); // asked twice
        return line.Carried;
    }

    private static async Task<ReasonCode> ReasonAsync(Func<Task> call) => (await Assert.ThrowsAsync<FactoryException>(call)).Reason;

    private sealed class Parrot(byte[] answer) : ICommandGroup
    {
        public byte[] Answer(int command, CommandArguments arguments) => answer;
    }
}
