using Attestation.Simulator.SpiTpms;
using Attestation.Tpm.Transports.Spi;

namespace Attestation.UnitTests.Tpm.Transports.Spi;

/// <summary>The transport against a register-level model that writes down every breach of the protocol: no condition that the profile allows makes it break one.</summary>
public sealed class SpiTransportTests
{
    private static readonly int[] Lengths = [10, 11, 63, 64, 65, 73, 74, 75, 127, 128, 129, 1024, 4096];

    public static TheoryData<string, Action<ConditionsAccess, Random>> Allowed => new()
    {
        { "a fast part", (_, _) => { } },
        { "wait states", (c, r) => c.Of.WaitStates = () => r.Next(6) },
        { "hundreds of wait states now and then", (c, r) => c.Of.WaitStates = () => r.Next(40) == 0 ? r.Next(300) : 0 },
        { "burst counts that change", (c, r) => c.Of.BurstCount = () => r.Next(1, 65) },
        { "burst counts that are 0 most of the time", (c, r) => c.Of.BurstCount = () => Math.Max(0, r.Next(-40, 20)) },
        { "burst counts beyond a transaction", (c, _) => c.Of.BurstCount = () => 1024 },
        { "one byte at a time", (c, _) => c.Of.BurstCount = () => 1 },
        { "transfers of one byte (legacy)", (c, _) => c.Of.Capability = 0x20000097 },
        { "transfers of 8 bytes", (c, _) => c.Of.Capability = 0x30000297 },
        { "transfers of 32 bytes", (c, _) => c.Of.Capability = 0x30000497 },
        { "through Idle after each command", (c, _) => c.Of.PassesThroughIdle = true },
        { "a slow status", (c, r) => c.Of.Invalid = TimeSpan.FromMilliseconds(150) },
        { "a slow part in everything", (c, r) => (c.Of.Start, c.Of.Grant, c.Of.Ready, c.Of.Execution, c.Of.Invalid) = (Ms(700), Ms(740), Ms(1900), Ms(9_000), Ms(20)) },
        { "TIS 1.3, which states no family", (c, _) => (c.Of.Capability, c.Of.Family) = (0x20000697, 0) },
        { "a first burst lost", (c, _) => c.Of.Readings.Enqueue(ReadDefect.FirstBurstLost) },
        { "a size garbled", (c, _) => c.Of.Readings.Enqueue(ReadDefect.SizeGarbled) },
        { "a byte skipped", (c, _) => c.Of.Readings.Enqueue(ReadDefect.ByteSkipped) },
        { "a byte repeated", (c, _) => c.Of.Readings.Enqueue(ReadDefect.ByteRepeated) },
        { "two readings that fail in a row", (c, _) => Enqueue(c.Of, ReadDefect.ByteSkipped, ReadDefect.FirstBurstLost) },
        {
            "everything at once",
            (c, r) =>
            {
                (c.Of.WaitStates, c.Of.BurstCount) = (() => Math.Max(0, r.Next(-10, 10)), () => r.Next(0, 70));
                (c.Of.PassesThroughIdle, c.Of.Grant, c.Of.Ready, c.Of.Invalid, c.Of.Execution) = (true, Ms(30), Ms(80), Ms(3), Ms(4000));
                Enqueue(c.Of, [.. Enumerable.Range(0, 20).SelectMany(_ => (ReadDefect[])[ReadDefect.None, (ReadDefect)r.Next(5)])]);
            }
        },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task WhatTheProfileAllowsChangesNoAnswer(string description, Action<ConditionsAccess, Random> set)
    {
        SpiBench bench = new();
        set(new ConditionsAccess(bench.Conditions), new Random(20));
        await using SpiTransport transport = await bench.OpenAsync();
        Assert.Equal("15d1:001b rev 16", transport.Identity.ToString());
        foreach (int length in Lengths)
        {
            foreach (int answer in Lengths)
            {
                byte[] command = SpiBench.Command(length, answer);
                Assert.Equal(SpiBench.Answer(command), await transport.ExchangeAsync(command, CancellationToken.None));
            }
        }
        Assert.Equal($"{description}: ", $"{description}: {string.Join("; ", bench.Tpm.Violations.Take(5))}");
        Assert.Equal(Lengths.Length * Lengths.Length, bench.Tpm.Executed);
    }

    /// <summary>Seeds 1 to 200: another mixture each, and other lengths.</summary>
    [Fact]
    public async Task NorDoAnyMixturesOfThem()
    {
        for (int seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            SpiBench bench = new(Mixture(random));
            await using SpiTransport transport = await bench.OpenAsync(random.Next(5));
            for (int i = 0; i < 5; i++)
            {
                byte[] command = SpiBench.Command(random.Next(10, 700), random.Next(10, 700));
                Assert.Equal(SpiBench.Answer(command), await transport.ExchangeAsync(command, CancellationToken.None));
            }
            Assert.Equal($"seed {seed}: ", $"seed {seed}: {string.Join("; ", bench.Tpm.Violations.Take(5))}");
        }
    }

    [Fact]
    public async Task ATransportClosesItsBus()
    {
        SpiBench bench = new();
        SpiTransport transport = await bench.OpenAsync();
        Assert.False(bench.Tpm.IsClosed);
        await transport.DisposeAsync();
        Assert.True(bench.Tpm.IsClosed);
        SpiBench absent = new(new SpiTpmConditions { RestingLine = 0xFF });
        await Assert.ThrowsAsync<TisException>(() => absent.OpenAsync());
        Assert.True(absent.Tpm.IsClosed);
    }

    [Fact]
    public async Task ACancelledCommandIsEndedAndTheNextOneRuns()
    {
        SpiBench bench = new(new SpiTpmConditions { Execution = TimeSpan.FromMinutes(4) });
        await using SpiTransport transport = await bench.OpenAsync();
        using var stop = new CancellationTokenSource();
        CancelAfter(bench, 200, stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transport.ExchangeAsync(SpiBench.Command(100, 100), stop.Token).AsTask());
        Assert.Equal(0, bench.Tpm.Executed);
        bench.Conditions.Execution = TimeSpan.Zero;
        byte[] command = SpiBench.Command(100, 100);
        Assert.Equal(SpiBench.Answer(command), await transport.ExchangeAsync(command, CancellationToken.None));
        Assert.Empty(bench.Tpm.Violations);
    }

    [Fact]
    public async Task WhatIsCancelledBeforeItBeginsIsNotSent()
    {
        SpiBench bench = new();
        await using SpiTransport transport = await bench.OpenAsync();
        int transactions = bench.Tpm.Transactions;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transport.ExchangeAsync(SpiBench.Command(10, 10), new CancellationToken(canceled: true)).AsTask());
        Assert.Equal(transactions, bench.Tpm.Transactions);
    }

    internal static void CancelAfter(SpiBench bench, int transactions, CancellationTokenSource stop)
    {
        int at = bench.Tpm.Transactions + transactions;
        bench.Conditions.WaitStates = () =>
        {
            if (bench.Tpm.Transactions >= at)
                stop.Cancel();
            return 0;
        };
    }

    private static SpiTpmConditions Mixture(Random random)
    {
        int waits = random.Next(20), burst = random.Next(1, 100);
        var conditions = new SpiTpmConditions
        {
            WaitStates = () => Math.Max(0, random.Next(-20, waits + 1)),
            BurstCount = () => random.Next(0, burst + 1),
            Capability = (uint)(0x30000097 | random.Next(1, 4) << 9),
            PassesThroughIdle = random.Next(2) == 0,
            Start = Ms(random.Next(700)),
            Grant = Ms(random.Next(700)),
            Ready = Ms(random.Next(1900)),
            Invalid = Ms(random.Next(50)),
            Execution = Ms(random.Next(5_000)),
        };
        for (int i = 0; i < 5; i++)
        {
            for (int defects = random.Next(3); defects > 0; defects--)
                conditions.Readings.Enqueue((ReadDefect)random.Next(1, 5));
            conditions.Readings.Enqueue(ReadDefect.None);
        }
        return conditions;
    }

    private static void Enqueue(SpiTpmConditions conditions, params ReadDefect[] defects)
    {
        foreach (ReadDefect defect in defects)
            conditions.Readings.Enqueue(defect);
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>A theory's type has to be public where the bench is not.</summary>
    public sealed class ConditionsAccess(SpiTpmConditions conditions)
    {
        public SpiTpmConditions Of => conditions;
    }
}
