using System.Text.Json.Nodes;
using Attestation.Fuzz.Nodes;
using Attestation.SystemTests.Cluster;
using Attestation.SystemTests.Verifier.Nodes;
using static Attestation.SystemTests.Verifier.Nodes.FeedRequests;
using static Attestation.SystemTests.Verifier.Nodes.NodeRequests;

namespace Attestation.SystemTests.Cli;

/// <summary><c>attest nodes</c> against a real verifier.</summary>
public sealed class NodesCommandTests
{
    [Fact]
    public async Task WithoutANodeItSaysSo()
    {
        using var world = new NodeWorld();
        await using VerifierProcess verifier = await world.StartAsync();
        CommandRun run = await NodesAsync(verifier);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith($"no node is enrolled at {verifier.Address}\n", run.Output, StringComparison.Ordinal);
        Assert.Empty(JsonNode.Parse((await NodesAsync(verifier, "--json")).Output)!["nodes"]!.AsArray());
    }

    [Fact]
    public async Task NodesAreListedWorstFirst()
    {
        using var known = new KnownWorld();
        using SoftwareTpm silent = new(), revoked = new(), retired = new(), bad = new();
        known.World.Allow([$"{known.Tpm.EkHash} worker-1 Example/Worker", .. new[] { silent, revoked, retired, bad }.Select(tpm => tpm.EkHash)]);
        await using VerifierProcess verifier = await known.StartAsync();
        await verifier.AttestAsync(known.Boot);
        await DocumentAsync(verifier.EnrolAsync(silent, "worker-2"));
        await DocumentAsync(verifier.EnrolAsync(revoked, "worker-3"));
        await DocumentAsync(verifier.RevokeAsync(revoked.AkName, "stolen from rack 4"));
        await DocumentAsync(verifier.EnrolAsync(retired, "worker-4"));
        await verifier.Client.DeleteAsync($"api/v1/nodes/{retired.AkName}");
        await DocumentAsync(verifier.EnrolAsync(bad, "worker-10"));
        await verifier.AttestAsync(NodeWorld.Boot(bad));

        CommandRun run = await NodesAsync(verifier);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] lines = run.Output.Split('\n');
        Assert.Equal(["NODE", "VERDICT", "HOLDS", "NEXT", "REASON"], Cells(lines[0]));
        Assert.Equal(["worker-3", "revoked"], Cells(lines[1])[..2]);
        Assert.EndsWith("stolen from rack 4", lines[1], StringComparison.Ordinal);
        Assert.Equal(["worker-10", "bad"], Cells(lines[2])[..2]);
        Assert.Contains("node.", lines[2], StringComparison.Ordinal);
        Assert.Equal(["worker-2", "none"], Cells(lines[3])[..2]);
        Assert.Equal(["worker-1", "trusted"], Cells(lines[4])[..2]);
        Assert.Matches(@"worker-1 +trusted +(10m 0s|9m \d+s) +(5m 0s|4m \d+s)", lines[4]);
        Assert.Equal("4 nodes: 1 revoked, 1 bad, 1 none, 1 trusted", lines[5]);
        Assert.Equal("1 ended enrolment not shown, --all lists it", lines[6]);
        Assert.Contains("worker-4", (await NodesAsync(verifier, "--all")).Output, StringComparison.Ordinal);

        JsonArray nodes = JsonNode.Parse((await NodesAsync(verifier, "--json")).Output)!["nodes"]!.AsArray();
        Assert.Equal(["revoked", "bad", "none", "trusted"], nodes.Select(n => n!["word"]!.ToString()));
        Assert.InRange((long)nodes[3]!["holdsSeconds"]!, 1, 600);
    }

    [Fact]
    public async Task AVerdictThatExpiredIsLate()
    {
        using var known = new KnownWorld();
        await using VerifierProcess verifier = await known.StartAsync("--ear-ttl", "1");
        await verifier.AttestAsync(known.Boot);
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        Assert.Matches(@"worker-1 +late +ended \d+s ago +", (await NodesAsync(verifier)).Output);
        Assert.StartsWith("worker-1: late\n  why:           did not attest in time\n", (await NodesAsync(verifier, "show", "worker-1")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANodeIsRevokedShownAndRestored()
    {
        using var known = new KnownWorld();
        await using VerifierProcess verifier = await known.StartAsync();
        await verifier.AttestAsync(known.Boot);
        CommandRun revoked = await NodesAsync(verifier, "revoke", "worker-1", "--reason", "stolen from rack 4");
        Assert.Equal((0, "worker-1 is revoked: stolen from rack 4\nits evidence is refused until: attest nodes restore worker-1\n"), (revoked.ExitCode, revoked.Output));
        CommandRun shown = await NodesAsync(verifier, "show", known.Node[..12]);
        Assert.StartsWith("worker-1: revoked\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("ago): stolen from rack 4\n", shown.Output, StringComparison.Ordinal);
        await verifier.AttestAsync(known.Boot);
        shown = await NodesAsync(verifier, "show", "worker-1");
        Assert.Contains("\n  node.revoked\n    what:          An operator revoked the node", shown.Output, StringComparison.Ordinal);
        string explain = shown.Output.Split('\n')[^2].Trim().Split(' ')[2];
        Assert.Contains("node.revoked at enrolment", (await CommandRun.Of("attest", "explain", explain, "--verifier", verifier.Address.ToString())).Output, StringComparison.Ordinal);

        CommandRun restored = await NodesAsync(verifier, "restore", "worker-1", "--json");
        Assert.Null(JsonNode.Parse(restored.Output)!["revocation"]);
        Assert.Equal("worker-1 was not revoked\n", (await NodesAsync(verifier, "restore", known.Node)).Output);
    }

    [Theory]
    [InlineData("a node that nobody enrolled", "show", "worker-9")]
    [InlineData("a beginning that tells nothing", "show", "000b")]
    [InlineData("a revocation without a reason", "revoke", "worker-1")]
    [InlineData("a reason of nothing", "revoke", "worker-1", "--reason", " ")]
    public async Task AWrongCommandEndsWithTwo(string what, params string[] arguments)
    {
        using var known = new KnownWorld();
        await using VerifierProcess verifier = await known.StartAsync();
        CommandRun run = await NodesAsync(verifier, arguments);
        Assert.True((run.ExitCode, run.Output) == (2, ""), $"{what}: {run.ExitCode} {run.Output}");
        Assert.Contains("\nhint: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheTokenComesFromAFileAndItsLackIsTold()
    {
        using var known = new KnownWorld();
        await File.WriteAllTextAsync(known.World["token"], "a token of enough length\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(known.World["token"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using VerifierProcess verifier = await known.StartAsync("--api-token-file", known.World["token"]);
        CommandRun without = await NodesAsync(verifier);
        Assert.Equal(2, without.ExitCode);
        Assert.Contains("--token-file", without.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await NodesAsync(verifier, "--token-file", known.World["token"])).ExitCode);
    }

    [Fact]
    public async Task AVerifierThatIsNotThereIsAFailure()
    {
        CommandRun run = await CommandRun.Of("attest", "nodes", "watch", "--json", "--verifier", "http://127.0.0.1:1");
        Assert.Equal((3, ""), (run.ExitCode, run.Error));
        Assert.Equal(3, (int)JsonNode.Parse(run.Output)!["exitCode"]!);
    }

    /// <summary>Each verdict as it changes, through a kill of the verifier, to Ctrl-C.</summary>
    [Fact]
    public async Task AWatchTellsEveryChangeAndSurvivesTheVerifiersRestart()
    {
        using var known = new KnownWorld();
        Uri address;
        NodeEvidenceMaker boot = known.Boot;
        string[] listen = ["--listen", $"http://127.0.0.1:{LoopbackPorts.Free()}"];
        await using (VerifierProcess first = await known.StartAsync(listen))
            (address, _) = (first.Address, await first.AttestAsync(boot));
        VerifierProcess verifier = await known.AgainAsync(listen);
        await using var watch = new WatchRun(address);
        try
        {
            Assert.Equal("trusted", (await watch.NextAsync("now"))["word"]!.ToString());
            await DocumentAsync(verifier.RevokeAsync(known.Node, "stolen"));
            JsonObject revoked = await watch.NextAsync("change");
            Assert.Equal(("revoked", "trusted", "stolen"), (revoked["word"]!.ToString(), revoked["before"]!.ToString(), revoked["revocation"]!.ToString()));
            await verifier.KillAsync();
            await watch.NextAsync("away");
            await verifier.DisposeAsync();
            verifier = await known.AgainAsync(listen);
            await watch.NextAsync("back", "away");
            await DocumentAsync(verifier.RestoreAsync(known.Node));
            Assert.Null((await watch.NextAsync("change"))["revocation"]);
            boot.Clock = boot.Clock with { Clock = boot.Clock.Clock + 300_000 };
            await verifier.AttestAsync(boot);
            Assert.Equal("trusted", (await watch.NextAsync("change"))["word"]!.ToString());
            Assert.Equal((0, ""), await watch.InterruptAsync());
        }
        finally
        {
            await verifier.DisposeAsync();
        }
    }

    /// <summary>That a verdict expires is no change of the feed: the watch tells it by the clock. Nodes that enrol are told once they attest.</summary>
    [Fact]
    public async Task AWatchTellsThatAVerdictExpired()
    {
        using var known = new KnownWorld();
        await using VerifierProcess verifier = await known.StartAsync("--ear-ttl", "3");
        await using var watch = new WatchRun(verifier.Address);
        Assert.Equal("none", (await watch.NextAsync("now"))["word"]!.ToString());
        await verifier.AttestAsync(known.Boot);
        Assert.Equal("trusted", (await watch.NextAsync("change"))["word"]!.ToString());
        JsonObject late = await watch.NextAsync("change");
        Assert.Equal(("late", "trusted"), (late["word"]!.ToString(), late["before"]!.ToString()));
    }

    private static Task<CommandRun> NodesAsync(VerifierProcess verifier, params string[] arguments) =>
        CommandRun.Of("attest", ["nodes", .. arguments, "--verifier", verifier.Address.ToString()]);

    private static string[] Cells(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
