using System.Globalization;
using System.Text.Json;
using Attestation.Formats.Ear;
using Xunit.Abstractions;

namespace Attestation.SystemTests.Cluster.Ladder;

/// <summary>Many nodes turn bad at once, on a real API server.</summary>
[Collection(ClusterCollection.Name)]
public sealed class StormTests(KubeCluster cluster, ITestOutputHelper output)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [ClusterFact]
    public async Task More_than_the_share_stops_everything_until_an_operator_acknowledges()
    {
        await cluster.ClearAsync();
        using var folder = new TemporaryFolder();
        await using var feed = new SigningFeed();
        string[] nodes = [.. Enumerable.Range(1, 10).Select(i => $"storm-{i}")];
        feed.Tell(nodes, EarStatus.Affirming, Hour);
        using var file = new GateFile(cluster, feed.Address, feed.TokenFile, LadderWorld.Alone, "storm: {perMinute: 100, stopShare: 20%}") { Kubeconfig = await cluster.ApplyRightsAsync(folder.Path) };
        await using GateProcess gate = await GateProcess.StartAsync(file);
        await RegisterAsync(nodes);

        feed.Tell(nodes[..4], EarStatus.Contraindicated, Hour);
        foreach (string name in nodes[..4])
            await cluster.UntilAsync(name, n => n.Label() == "bad" && n.Attested() == "False GateVerdictRefused" && n.Effects() is ["NoSchedule"], "bad and held");
        await cluster.Admin.UntilAsync("api/v1/namespaces/attestation/events", l => l.GetRawText().Contains("StormStopped", StringComparison.Ordinal), "with an alert");
        await cluster.Admin.UntilAsync(LadderWorld.StormLease, l => l.Annotation(LadderWorld.StormSince) is not null, "the record of a storm");
        string metrics = await gate.Status.GetStringAsync("metrics");
        Assert.Contains("\ngate_storm_stopped 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\ngate_held_nodes 4\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\"held\": \"gate.storm.stopped\"", await gate.Status.GetStringAsync("nodes"), StringComparison.Ordinal);
        Assert.DoesNotContain(await NodesAsync(), n => n.IsOut());
        Assert.Equal(1, (await StormAsync(file, "show")).ExitCode);

        CommandRun acknowledged = await StormAsync(file, "acknowledge");

        Assert.True(acknowledged.ExitCode == 0, acknowledged.Error);
        foreach (string name in nodes[..4])
            await cluster.UntilAsync(name, n => n.IsOut(), "thrown out");
        Assert.Equal(4, (await NodesAsync()).Count(n => n.IsOut()));
    }

    [ClusterFact]
    public async Task A_storm_survives_the_gate_and_ends_when_the_nodes_recover()
    {
        await cluster.ClearAsync();
        await using var feed = new SigningFeed();
        string[] nodes = [.. Enumerable.Range(1, 5).Select(i => $"calm-{i}")];
        feed.Tell(nodes, EarStatus.Affirming, Hour);
        using var file = new GateFile(cluster, feed.Address, feed.TokenFile, LadderWorld.Alone, "storm: {perMinute: 100, stopShare: 20%}");
        GateProcess first = await GateProcess.StartAsync(file);
        await RegisterAsync(nodes);
        feed.Tell(nodes[..3], EarStatus.Contraindicated, Hour);
        await cluster.Admin.UntilAsync(LadderWorld.StormLease, l => l.Annotation(LadderWorld.StormSince) is not null, "the record of a storm");
        await first.KillAsync();
        await first.DisposeAsync();

        await using GateProcess second = await GateProcess.StartAsync(file);
        await second.LineAsync(l => l.Contains("\"EventId\":234", StringComparison.Ordinal), "that the storm goes on");
        Assert.DoesNotContain(await NodesAsync(), n => n.IsOut());

        feed.Tell(nodes[..2], EarStatus.Affirming, Hour);

        await cluster.UntilAsync(nodes[2], n => n.IsOut(), "thrown out, alone");
        foreach (string name in nodes[..2])
            await cluster.UntilAsync(name, n => n.Label() == "trusted" && n.Effects().Length == 0, "trusted again");
        await cluster.Admin.UntilAsync(LadderWorld.StormLease, l => l.Annotation(LadderWorld.StormSince) is null, "cleared");
    }

    [ClusterFact]
    public async Task A_revoked_node_falls_through_a_storm()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var file = new GateFile(cluster, site, LadderWorld.Alone, "storm: {perMinute: 100, stopShare: 20%}");
        await using GateProcess gate = await GateProcess.StartAsync(file);
        var nodes = new List<AttestedNode>();
        for (int i = 1; i <= 4; i++)
            nodes.Add(await cluster.TrustedAsync(site, $"revoked-{i}"));
        await nodes[0].AttestBadAsync();
        await nodes[1].AttestBadAsync();
        await gate.LineAsync(l => l.Contains("\"EventId\":234", StringComparison.Ordinal), "a storm");

        await nodes[3].RevokeAsync();

        await cluster.UntilAsync("revoked-4", n => n.IsOut() && n.Attested() == "False GateVerdictRevoked", "thrown out");
        Assert.Single(await NodesAsync(), n => n.IsOut());
    }

    [ClusterFact]
    public async Task Of_a_thousand_nodes_that_turn_bad_at_once_no_more_fall_in_a_minute_than_may()
    {
        const int count = 1000, cap = 40;
        await cluster.ClearAsync();
        await using var feed = new SigningFeed();
        string[] nodes = [.. Enumerable.Range(1, count).Select(i => $"many-{i}")];
        feed.Tell(nodes, EarStatus.Affirming, Hour);
        using var file = new GateFile(cluster, feed.Address, feed.TokenFile, LadderWorld.Alone, $"storm: {{perMinute: {cap}, stopShare: 100%}}", "ladder: {patchesPerSecond: 500, patchesAtOnce: 8}");
        await using GateProcess gate = await GateProcess.StartAsync(file);
        await RegisterAsync(nodes);
        DateTimeOffset start = DateTimeOffset.UtcNow;

        feed.Tell(nodes, EarStatus.Contraindicated, Hour);

        // the node lifecycle controller replaces lists of taints as well, without naming the version it read: what it loses the gate puts back
        await UntilAsync(all => all.Count(n => n.Label() == "bad" && n.Effects().Contains("NoSchedule")) == count, 120);
        output.WriteLine($"{count} nodes labelled bad and tainted NoSchedule after {(DateTimeOffset.UtcNow - start).TotalSeconds:0.0} s");
        await UntilAsync(all => all.Count(n => n.IsOut()) > cap, 120); // into the second minute
        await gate.KillAsync();
        DateTimeOffset[] falls = [.. (await NodesAsync()).Select(n => n.Annotation(LadderWorld.Fallen)).OfType<string>().Select(At).Order()];
        output.WriteLine($"{falls.Length} falls: first {(falls[0] - start).TotalSeconds:0} s, last {(falls[^1] - start).TotalSeconds:0} s after the verdicts; {cap} a minute may fall");
        Assert.Equal(cap, falls.TakeWhile(f => f < falls[0].AddSeconds(59)).Count());
        Assert.All(falls, from => Assert.InRange(falls.Count(f => f >= from && f < from.AddSeconds(59)), 1, cap)); // the annotation has whole seconds
    }

    private async Task RegisterAsync(string[] nodes)
    {
        await Parallel.ForEachAsync(nodes, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (name, cancel) => _ = (await cluster.Admin.RegisterAsync(name)).Document);
        await UntilAsync(all => all.Count(n => n.Label() == "trusted") == nodes.Length, 120);
    }

    private Task<JsonElement[]> NodesAsync() => cluster.ItemsAsync(KubeNodes.Path);

    private async Task<JsonElement[]> UntilAsync(Func<JsonElement[], bool> wanted, int seconds)
    {
        for (DateTime end = DateTime.UtcNow.AddSeconds(seconds); DateTime.UtcNow < end; await Task.Delay(500))
        {
            JsonElement[] all = await NodesAsync();
            if (wanted(all))
                return all;
        }
        throw new InvalidOperationException($"the nodes never were so: {string.Join(", ", (await NodesAsync()).GroupBy(n => $"{n.Label()} {string.Join('+', n.Effects())}").Select(g => $"{g.Key}: {g.Count()}"))}");
    }

    private static Task<CommandRun> StormAsync(GateFile file, string verb) => CommandRun.Of(CommandRun.Local("attest-gate"), ["storm", verb, "--config", file.Path]);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
