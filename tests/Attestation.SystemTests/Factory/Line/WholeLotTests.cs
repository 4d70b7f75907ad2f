using System.Globalization;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Factory.Line;

/// <summary>A lot of virtual boards through the real line, verifier and simulator; every tenth has a lock that does not hold.</summary>
public sealed class WholeLotTests
{
    /// <summary>ATTESTATION_LINE_DEVICES=10000 makes it as large as a line's day.</summary>
    private static readonly int Devices = int.Parse(Environment.GetEnvironmentVariable("ATTESTATION_LINE_DEVICES") ?? "150", CultureInfo.InvariantCulture);

    [Fact]
    public async Task EveryGoodDevicePassesAndEveryBadOneIsFound()
    {
        await using BoardHall hall = await BoardHall.OpenAsync();
        using SimulatedDevices devices = await SimulatedDevices.StartAsync("--count", $"{Devices}", "--seed", "3", "--release", hall.Release, "--fault", "open-lock", "--fault-every", "10");

        CommandRun run = await CommandRun.Of("attest-factory", TimeSpan.FromMinutes(60), hall.Line("--tcp", devices.Endpoint, "--stop-after", "0", "--json"));

        Assert.True(run.ExitCode == 1, run.Error); // some failed
        JsonNode said = JsonNode.Parse(run.Output)!;
        int bad = (int)said["failed"]!;
        Assert.Equal(Devices - bad, (int)said["passed"]!);
        Assert.InRange(bad, Devices / 10, Devices / 10 + 1);
        Assert.Equal($$"""{"factory.locks-open":{{bad}}}""", said["failures"]!.ToJsonString());
        Assert.Equal("no-more-devices", (string?)said["ended"]);
        CommandRun verified = await CommandRun.Of("attest-factory", "lot", "verify", hall.Lot, "--ca-certificate", Path.Combine(hall.Ca, "ca.crt.pem"), "--corim-key", Path.Combine(hall.Ca, "corim.pub.pem"));
        Assert.True(verified.ExitCode == 0, verified.Error);

        foreach ((string file, string kind) in new[] { ("journal", "journal of a lot"), (Path.GetRelativePath(hall.Lot, Directory.EnumerateFiles(Path.Combine(hall.Lot, "devices")).First()), "device record") })
        {
            CommandRun shown = await CommandRun.Of("attest", "inspect", Path.Combine(hall.Lot, file));
            Assert.True(shown.ExitCode == 0 && shown.Output.Contains(kind), shown.Output + shown.Error);
        }
        Assert.Equal(0, (await CommandRun.Of("attest-factory", "lot", "close", hall.Lot, "--ca", hall.Ca)).ExitCode);
        CommandRun report = await CommandRun.Of("attest", "inspect", Path.Combine(hall.Lot, "lot.report"), "--json");
        Assert.True(report.ExitCode == 0 && report.Output.Contains("lot report"), report.Output + report.Error);
    }
}
