using Attestation.Factory.Line;
using Attestation.Factory.Stations;

namespace Attestation.UnitTests.Factory.Line;

public sealed class LineProgressTests
{
    [Fact]
    public async Task AStationTellsItsDeviceAndHowItEnded()
    {
        await using LineBench bench = await LineBench.StartAsync();
        using var lot = bench.OpenLot();
        LineTools tools = bench.Tools(lot);
        var seen = new List<LineStep>();
        await using var device = new BenchDevice(bench.World, "unit") { Called = () => seen.Add(tools.Progress.Now.Step) };

        await new LineStation(tools).ProcessAsync(device, default);

        Assert.Equal([LineStep.Greeting, LineStep.WritingSecret, LineStep.Restarting, LineStep.Proving, LineStep.WritingIdentity, LineStep.Locking, LineStep.Restarting,
            LineStep.ReadingLocks, LineStep.Attesting], seen);
        LineGlance after = tools.Progress.Now;
        Assert.Equal((LineStep.Waiting, "", DeviceEnd.Passed), (after.Step, after.DeviceId, after.Last!.End));
        Assert.Equal((1, 0), (tools.Progress.Count(DeviceEnd.Passed), tools.Progress.Count(DeviceEnd.Failed)));
        Assert.True(tools.Progress.Rate > 0);
    }
}
