using Attestation.Dice;
using Attestation.Factory.Commands;
using Attestation.Factory.Line;
using Attestation.Factory.Lots;
using Attestation.Factory.Stations;
using Attestation.Formats.Keys;
using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;
using Attestation.UnitTests.Factory.Authorities.Tokens;

namespace Attestation.UnitTests.Factory.Line;

public sealed class LineStationTests
{
    [Theory]
    [InlineData("secret made by the factory", 1, "p256", DiceAlgorithm.P256)]
    [InlineData("secret of two halves", 2, "p256", DiceAlgorithm.P256)]
    [InlineData("Ed25519", 2, "ed25519", DiceAlgorithm.Ed25519)]
    [InlineData("no certificate on the device", 3, "p384", DiceAlgorithm.P384)]
    public async Task ADevicePassesAndItsRecordProvesIt(string description, int scheme, string name, DiceAlgorithm algorithm)
    {
        await using LineBench bench = await LineBench.StartAsync();
        await using var device = new BenchDevice(bench.World, "unit", algorithm);

        DeviceOutcome outcome = await bench.RunAsync(device, LineBench.Settings(scheme, name));

        Assert.True(outcome.End == DeviceEnd.Passed, $"{description}: {outcome}");
        Assert.True(UnverifiedDeviceRecord.TryParse(File.ReadAllBytes(LotFolder.RecordPath(bench.LotPath, device.Id)), out var unverified, out _));
        Assert.True(unverified.Verify(bench.World.Authority.CorimKey.PublicKey, out DeviceRecord? record, out _));
        Assert.Equal((device.Id, "2.0.0"), (record.DeviceId, record.FirmwareVersion));
        Assert.Equal(["secure-boot", "debug-port"], record.Locks);
    }

    [Fact]
    public async Task ADeviceThatIsPresentedAgainIsLeftAlone()
    {
        await using LineBench bench = await LineBench.StartAsync();
        await using var device = new BenchDevice(bench.World, "unit");
        Assert.Equal(DeviceEnd.Passed, (await bench.RunAsync(device)).End);
        int calls = device.Calls;

        Assert.Equal(DeviceEnd.Repeated, (await bench.RunAsync(device)).End);
        Assert.Equal(calls + 1, device.Calls); // its greeting
    }

    /// <summary>Every call of a whole run, cut before or after it took effect; then the station starts again and the device comes back.</summary>
    [Theory]
    [InlineData("the call never arrived", 1, false)]
    [InlineData("the answer was lost", 1, true)]
    [InlineData("the call never arrived", 2, false)]
    [InlineData("the answer was lost", 2, true)]
    [InlineData("the answer was lost", 3, true)]
    public async Task ACutAtAnyCallIsTakenUpAgain(string description, int scheme, bool after)
    {
        await using LineBench bench = await LineBench.StartAsync();
        int calls = int.MaxValue;
        for (int cut = 1; cut <= calls; cut++)
        {
            await using var device = new BenchDevice(bench.World, $"{scheme}/{after}/{cut}") { CutAt = cut, CutAfter = after };
            DeviceOutcome first = await bench.RunAsync(device, LineBench.Settings(scheme));
            if (first.End == DeviceEnd.Passed)
            {
                calls = device.Calls; // the cut is behind the last call
                break;
            }
            Assert.True(first is { End: DeviceEnd.Interrupted } && first.Reason == LineReasons.DeviceLost, $"{description}, call {cut}: {first}");
            device.CutAt = 0;
            DeviceOutcome second = await bench.RunAsync(device, LineBench.Settings(scheme));
            Assert.True(second.End == DeviceEnd.Passed, $"{description}, call {cut}: {second}");
            Assert.True(device.Programmed == 1, $"{description}, call {cut}: programmed {device.Programmed} times");
        }
        using LotFolder lot = bench.OpenLot(LineBench.Settings(scheme));
        Assert.InRange(calls, 8, 12);
        Assert.Equal((calls + 1, 0, 0), (lot.Standing.Passed, lot.Standing.Failed, lot.Standing.Open));
    }

    [Theory]
    [InlineData("its secret came from here", 1)]
    [InlineData("its secret is its own", 2)]
    [InlineData("no certificate on the device", 3)]
    public async Task AFailedDeviceIsTriedAgainOnlyWhenAskedFor(string description, int scheme)
    {
        await using LineBench bench = await LineBench.StartAsync();
        await using var device = new BenchDevice(bench.World, "unit") { OpenLock = "debug-port" };
        LotName settings = LineBench.Settings(scheme);
        DeviceOutcome failed = await bench.RunAsync(device, settings);
        Assert.True((failed.End, failed.Reason) == (DeviceEnd.Failed, LineReasons.LocksOpen), description);
        Assert.Equal(DeviceEnd.Repeated, (await bench.RunAsync(device, settings)).End);
        Assert.Equal(LineReasons.LocksOpen, (await bench.RunAsync(device, settings, retryFailed: true)).Reason); // still open, and told as what it is

        device.OpenLock = null; // repaired
        DeviceOutcome again = await bench.RunAsync(device, settings, retryFailed: true);

        Assert.True(again.End == DeviceEnd.Passed, $"{description}: {again}");
        Assert.Equal(1, device.Programmed);
        Assert.True(UnverifiedCertificate.TryParse(bench.World.Authority.Certificate, out UnverifiedCertificate authority, out _));
        LotNumbers numbers = new LotAudit(bench.World.Authority.CorimKey.PublicKey, authority).Verify(bench.LotPath).Standing.Numbers;
        Assert.Equal((1, 0, 0, 0), (numbers.Passed, numbers.Failed, numbers.Open, numbers.Failures.Count));
    }

    [Fact]
    public async Task ADeviceThatFailedAndIsBlankAgainGetsANewSecretAndCertificate()
    {
        await using LineBench bench = await LineBench.StartAsync();
        await using var first = new BenchDevice(bench.World, "unit") { OpenLock = "debug-port" };
        Assert.Equal(DeviceEnd.Failed, (await bench.RunAsync(first, LineBench.Settings(1))).End);
        await using var replaced = new BenchDevice(bench.World, "unit"); // the same serial number, nothing written
        Assert.Equal(DeviceEnd.Passed, (await bench.RunAsync(replaced, LineBench.Settings(1), retryFailed: true)).End);
    }

    [Theory]
    [InlineData("pulled out", 0x32, "factory.token-gone")]
    [InlineData("does not sign any more", 0x68, "factory.token-refused")]
    public async Task ATokenThatGoesAwayIsNotTheDevicesFailure(string description, int result, string reason)
    {
        await using LineBench bench = await LineBench.StartAsync();
        using SigningKey key = new ScriptedToken { FailsFrom = 4, Failure = (nuint)result }.OpenKey(); // the first signature is its own trial
        await using var device = new BenchDevice(bench.World, "unit") { Called = () => key.Sign([1]) };
        var refusal = await Assert.ThrowsAsync<Attestation.Factory.FactoryException>(() => bench.RunAsync(device));
        Assert.True(refusal.Reason.Id == reason, description);
        Assert.Equal(ExitCode.Failed, ExitCode.Of(refusal.Reason));
        using LotFolder lot = bench.OpenLot();
        Assert.Equal((DevicePhase.Open, 0), (lot.Standing.PhaseOf(device.Id), lot.Standing.Failed));
    }

    [Fact]
    public async Task TheLineStopsWhereTheFaultIsTheStations()
    {
        await using LineBench bench = await LineBench.StartAsync();
        using LotFolder lot = bench.OpenLot();
        var source = new Queue<IFactoryDevice>(Enumerable.Range(0, 9).Select(i => new BenchDevice(bench.World, $"unit {i}") { OpenLock = "debug-port" }));
        var outcomes = new List<DeviceOutcome>();
        var run = new LineRun(new LineStation(bench.Tools(lot)), new QueueOfDevices(source), outcomes.Add) { MaxFailuresInRow = 3 };

        var stopped = await Assert.ThrowsAsync<Attestation.Factory.FactoryException>(() => run.RunAsync(() => false, default));

        Assert.Equal(LineReasons.FailuresInRow, stopped.Reason);
        Assert.Equal(3, outcomes.Count);
        Assert.Equal([new LotFailures("factory.locks-open", 3)], lot.Standing.Failures);
    }

    private sealed class QueueOfDevices(Queue<IFactoryDevice> devices) : IDeviceSource
    {
        public Task<IFactoryDevice?> NextAsync(CancellationToken cancellation) => Task.FromResult(devices.TryDequeue(out IFactoryDevice? device) ? device : null);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
