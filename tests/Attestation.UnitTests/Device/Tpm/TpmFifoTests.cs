using Attestation.Simulator.SpiTpms;
using Attestation.UnitTests.Tpm.Transports.Spi;

namespace Attestation.UnitTests.Device.Tpm;

/// <summary>What a board does on the bus breaks no rule of PTP 1.05, whatever the TPM does within them; beyond them it gives up and says so.</summary>
public sealed class TpmFifoTests
{
    [Theory]
    [InlineData(10, 10)]
    [InlineData(11, 12)]
    [InlineData(59, 53)]
    [InlineData(64, 64)]
    [InlineData(65, 66)]
    [InlineData(250, 256)]
    public void A_fast_TPM_answers(int command, int response) => AssertAnswers(new FifoBench(new SpiTpmConditions()), command, response);

    [Fact]
    public void Slow_and_moody_TPMs_answer_again_and_again()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            FifoBench bench = new(new SpiTpmConditions
            {
                WaitStates = () => Math.Max(0, random.Next(-8, 90)),
                BurstCount = () => Math.Max(0, random.Next(-20, 65)),
                Start = TimeSpan.FromMilliseconds(random.Next(30)),
                Grant = TimeSpan.FromMilliseconds(random.Next(30)),
                Ready = TimeSpan.FromMilliseconds(random.Next(300)),
                Invalid = TimeSpan.FromMilliseconds(random.Next(5)),
                Execution = TimeSpan.FromMilliseconds(random.Next(3000)),
                PassesThroughIdle = seed % 2 == 0,
            });
            for (int i = 0; i < 3; i++)
                AssertAnswers(bench, random.Next(10, 250), random.Next(10, 256));
        }
    }

    [Theory]
    [InlineData("nobody drives the line high", 0xFF)]
    [InlineData("nobody drives the line low", 0x00)]
    public void Nobody_is_there(string description, byte level) => AssertFails(new SpiTpmConditions { RestingLine = level }, description);

    [Fact]
    public void A_TPM_that_hangs_is_given_up()
    {
        AssertFails(new SpiTpmConditions { BurstCount = () => 0 }, "no burst");
        AssertFails(new SpiTpmConditions { WaitStates = () => 100000 }, "wait states without end");
        AssertFails(new SpiTpmConditions { Execution = TimeSpan.FromMinutes(10) }, "no end of a command");
        AssertFails(new SpiTpmConditions { Grant = TimeSpan.FromMinutes(10) }, "no locality");
        AssertFails(new SpiTpmConditions { Ready = TimeSpan.FromMinutes(10) }, "never ready");
    }

    [Fact]
    public void Bytes_that_are_lost_or_doubled_on_the_way_there_are_noticed()
    {
        for (int at = 0; at < 40; at++)
        {
            AssertFails(new SpiTpmConditions { LosesByte = at }, $"byte {at} lost");
            if (at < 39) // behind the last one the command is whole, and the TPM drops what comes then
                AssertFails(new SpiTpmConditions { DoublesByte = at }, $"byte {at} doubled");
        }
    }

    [Theory]
    [InlineData(ReadDefect.FirstBurstLost)]
    [InlineData(ReadDefect.SizeGarbled)]
    [InlineData(ReadDefect.ByteSkipped)]
    [InlineData(ReadDefect.ByteRepeated)]
    public void A_response_that_is_not_whole_is_none(ReadDefect defect)
    {
        SpiTpmConditions conditions = new();
        conditions.Readings.Enqueue(defect);
        AssertFails(conditions, defect.ToString());
    }

    [Fact]
    public void A_locality_that_is_taken_away_ends_the_command()
    {
        for (int at = 1; at < 40; at += 3)
            AssertFails(new SpiTpmConditions { SeizedAfter = at }, $"seized after {at}");
    }

    [Fact]
    public void A_response_longer_than_the_buffer_is_none()
    {
        FifoBench bench = new(new SpiTpmConditions());
        Assert.False(bench.Fifo.TryExchange(SpiBench.Command(40, 257), new byte[256], out int length));
        Assert.Equal(0, length);
        AssertAnswers(bench, 40, 50); // and the TPM takes the next command
    }

    [Fact]
    public void The_bus_may_fail_at_any_transfer()
    {
        FifoBench whole = new(new SpiTpmConditions());
        AssertAnswers(whole, 40, 50);
        for (int at = 1; at < whole.Transfers - 4; at++) // the last four free the TPM: by then the response is there
        {
            FifoBench bench = new(new SpiTpmConditions()) { FailsAt = at };
            Assert.False(bench.Fifo.TryExchange(SpiBench.Command(40, 50), new byte[256], out int length), $"transfer {at}");
            Assert.Equal(0, length);
        }
    }

    private static void AssertAnswers(FifoBench bench, int command, int response)
    {
        byte[] sent = SpiBench.Command(command, response);
        byte[] buffer = new byte[256];
        Assert.True(bench.Fifo.TryExchange(sent, buffer, out int length), $"{command} to {response}: {string.Join("; ", bench.Tpm.Violations)}");
        Assert.Equal(SpiBench.Answer(sent), buffer[..length]);
        Assert.Empty(bench.Tpm.Violations);
    }

    private static void AssertFails(SpiTpmConditions conditions, string description)
    {
        FifoBench bench = new(conditions);
        Assert.False(bench.Fifo.TryExchange(SpiBench.Command(40, 50), new byte[256], out int length), description);
        Assert.Equal(0, length);
    }
}
