using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Attestation.SystemTests.Factory.Line;

/// <summary>Every fault that <c>attest-sim devices</c> can have, at the real line, over TCP and against the real verifier: each ends as
/// <c>--fault list</c> says. UDS scheme 1.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task EveryFaultEndsAsItsListSays()
    {
        CommandRun listed = await CommandRun.Of("attest-sim", ["devices", "--fault", "list", "--json"]);
        JsonNode[] faults = [.. JsonNode.Parse(listed.Output)!["faults"]!.AsArray().Select(f => f!)];
        Assert.NotEmpty(faults);
        await using BoardHall hall = await BoardHall.OpenAsync();

        foreach (JsonNode fault in faults)
            Assert.Equal(Expected(fault), await EndOf(hall, (string)fault["name"]!));
    }

    private static string Expected(JsonNode fault)
    {
        string ends = (string)fault["ends"]!;
        Match scheme = Regex.Match(ends, @"\(scheme 1: ([^)]+)\)");
        return $"{fault["name"]}: {(scheme.Success ? scheme.Groups[1].Value : ends)}";
    }

    private static async Task<string> EndOf(BoardHall hall, string fault)
    {
        using SimulatedDevices devices = await SimulatedDevices.StartAsync("--listen", "127.0.0.1:0", "--count", "1", "--release", hall.Release, "--fault", fault);
        CommandRun run = await CommandRun.Of("attest-factory", hall.LineInLot(fault, "--tcp", devices.Endpoint, "--json"));
        JsonObject said = JsonNode.Parse(run.Output)!.AsObject();
        Assert.True(run.ExitCode == (int)said["failed"]!, run.Error); // 1: a device failed, 0: none did
        string ended = (int)said["passed"]! == 1 ? "passes" : string.Join(", ", said["failures"]!.AsObject().Select(f => f.Key));
        return $"{fault}: {ended}";
    }
}
