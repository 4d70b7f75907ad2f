using Attestation.Simulator.SpiTpms;
using Attestation.Tpm.Transports.Spi;

namespace Attestation.UnitTests.Tpm.Transports.Spi;

/// <summary>Every way in which the interface fails: named, in bounded time, without a breach of the protocol, and over as soon as its cause is.</summary>
public sealed class SpiFailureTests
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    public static TheoryData<TisFailure, string, SpiTpmConditions> AtTheMeeting => new()
    {
        { TisFailure.Absent, "the line rests high", new SpiTpmConditions { RestingLine = 0xFF } },
        { TisFailure.WaitStates, "the line rests low", new SpiTpmConditions { RestingLine = 0x00 } },
        { TisFailure.Absent, "no vendor", new SpiTpmConditions { VendorAndDevice = 0 } },
        { TisFailure.WaitStates, "wait states without end", new SpiTpmConditions { WaitStates = () => int.MaxValue } },
        { TisFailure.NotStarted, "never valid", new SpiTpmConditions { Start = Never } },
        { TisFailure.Locality, "never granted", new SpiTpmConditions { Grant = Never } },
        { TisFailure.Family, "a TPM 1.2", new SpiTpmConditions { Family = 0 } },
    };

    [Theory]
    [MemberData(nameof(AtTheMeeting))]
    public async Task NoTransportIsOpened(TisFailure failure, string description, SpiTpmConditions conditions)
    {
        SpiBench bench = new(conditions);
        TisException e = await Assert.ThrowsAsync<TisException>(() => bench.OpenAsync());
        Assert.Equal($"{description}: {failure}", $"{description}: {e.Failure}");
        Assert.Empty(bench.Tpm.Violations);
    }

    public static TheoryData<TisFailure, string, Action<SpiTpmConditions>, Action<SpiTpmConditions>> InACommand => new()
    {
        { TisFailure.WaitStates, "wait states without end", c => c.WaitStates = () => int.MaxValue, c => c.WaitStates = () => 0 },
        { TisFailure.Locality, "the locality is kept", c => c.Grant = Never, c => c.Grant = TimeSpan.Zero },
        { TisFailure.LocalityLost, "another locality takes over", c => c.SeizedAfter = 30, c => c.SeizedAfter = -1 },
        { TisFailure.NotReady, "commandReady never comes", c => c.Ready = Never, c => c.Ready = TimeSpan.Zero },
        { TisFailure.Status, "the status stays invalid", c => c.Invalid = TimeSpan.FromSeconds(1), c => c.Invalid = TimeSpan.Zero },
        { TisFailure.BurstCount, "no burst count", c => c.BurstCount = () => 0, c => c.BurstCount = () => 64 },
        { TisFailure.CommandCutShort, "the last byte but one comes twice", c => c.DoublesByte = 98, c => c.DoublesByte = -1 },
        { TisFailure.CommandIncomplete, "a byte is lost", c => c.LosesByte = 50, c => c.LosesByte = -1 },
        { TisFailure.Execution, "no end", c => c.Execution = Never, c => c.Execution = TimeSpan.Zero },
        { TisFailure.Response, "three readings that fail", c => Enumerable.Range(1, 3).ToList().ForEach(i => c.Readings.Enqueue((ReadDefect)i)), _ => { } },
    };

    [Theory]
    [MemberData(nameof(InACommand))]
    public async Task ACommandFailsAndTheNextOneRuns(TisFailure failure, string description, Action<SpiTpmConditions> spoil, Action<SpiTpmConditions> mend)
    {
        SpiBench bench = new();
        await using SpiTransport transport = await bench.OpenAsync();
        byte[] command = SpiBench.Command(100, 100);
        Assert.Equal(SpiBench.Answer(command), await transport.ExchangeAsync(command, CancellationToken.None));
        spoil(bench.Conditions);
        TisException e = await Assert.ThrowsAsync<TisException>(() => transport.ExchangeAsync(command, CancellationToken.None).AsTask());
        Assert.Equal($"{description}: {failure}", $"{description}: {e.Failure}");
        mend(bench.Conditions);
        Assert.Equal(SpiBench.Answer(command), await transport.ExchangeAsync(command, CancellationToken.None));
        Assert.Equal($"{description}: ", $"{description}: {string.Join("; ", bench.Tpm.Violations.Take(5))}");
    }

    [Fact]
    public async Task ACancelledCommandThatDoesNotEndIsSaid()
    {
        SpiBench bench = new(new SpiTpmConditions { Execution = TimeSpan.FromMinutes(4), IgnoresCancel = true });
        await using SpiTransport transport = await bench.OpenAsync();
        using var stop = new CancellationTokenSource();
        SpiTransportTests.CancelAfter(bench, 200, stop);
        TisException e = await Assert.ThrowsAsync<TisException>(() => transport.ExchangeAsync(SpiBench.Command(100, 100), stop.Token).AsTask());
        Assert.Equal(TisFailure.NotCancelled, e.Failure);
        Assert.Empty(bench.Tpm.Violations);
    }

    /// <summary>Bus is the operating system's, and has its test with the kernel's structures.</summary>
    [Fact]
    public void EveryFailureIsHere()
    {
        var seen = AtTheMeeting.Select(row => (TisFailure)row[0]).Concat(InACommand.Select(row => (TisFailure)row[0]));
        Assert.Equal(Enum.GetValues<TisFailure>().Except([TisFailure.Bus, TisFailure.NotCancelled]).Order(), seen.Distinct().Order());
    }
}
