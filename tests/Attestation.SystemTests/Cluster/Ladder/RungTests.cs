using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Attestation.SystemTests.Cluster.Ladder;

/// <summary>A node's way down the ladder and up again, on a real API server with a real verifier.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RungTests(KubeCluster cluster, ITestOutputHelper output)
{
    [ClusterFact]
    public async Task A_node_that_turns_bad_is_labelled_tainted_and_reported_and_all_is_lifted_when_it_recovers()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var file = new GateFile(cluster, site, LadderWorld.Alone, "ladder: {cordon: true}");
        await using GateProcess gate = await GateProcess.StartAsync(file);
        AttestedNode node = await cluster.TrustedAsync(site, "rung-1");
        await GiveForeignThingsAsync("rung-1");
        string[] foreign = ForeignThings(await cluster.NodeAsync("rung-1"));

        await node.AttestBadAsync();

        JsonElement bad = await cluster.UntilAsync("rung-1", n => n.IsOut() && n.Attested() is not null and not "True Trusted", "thrown out");
        Assert.Equal(("bad", "False GateVerdictRefused"), (bad.Label(), bad.Attested()));
        Assert.Equal(["NoExecute", "NoSchedule"], bad.Effects());
        Assert.True(bad.IsUnschedulable());
        Assert.Contains("boot.command-line", bad.Annotation(GateFile.Prefix + "/reasons"), StringComparison.Ordinal);
        JsonElement told = await cluster.EventAsync("rung-1", "AttestationBad");
        Assert.Equal("Warning", told.GetProperty("type").GetString());
        Assert.Contains("gate.verdict.refused", told.GetProperty("message").GetString(), StringComparison.Ordinal);
        await cluster.EventAsync("rung-1", "AttestationFell");
        Assert.Equal(foreign, ForeignThings(bad));

        await node.AttestGoodAsync();

        JsonElement good = await cluster.UntilAsync("rung-1", n => n.Label() == "trusted" && n.Attested() == "True Trusted", "trusted again");
        Assert.Empty(good.Effects());
        Assert.False(good.IsUnschedulable());
        Assert.Null(good.Annotation(LadderWorld.Fallen));
        Assert.Null(good.Annotation(GateFile.Prefix + "/gate-cordoned"));
        Assert.Equal(foreign, ForeignThings(good));
        Assert.Contains("rung-1", await cluster.KubectlOutputAsync("describe", "node", "rung-1"), StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task An_operators_own_cordon_outlives_a_fall_and_a_recovery()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var file = new GateFile(cluster, site, LadderWorld.Alone, "ladder: {cordon: true}");
        await using GateProcess gate = await GateProcess.StartAsync(file);
        AttestedNode node = await cluster.TrustedAsync(site, "cordoned-1");
        await cluster.KubectlOutputAsync("cordon", "cordoned-1");

        await node.AttestBadAsync();
        await cluster.UntilAsync("cordoned-1", n => n.IsOut(), "thrown out");
        await node.AttestGoodAsync();

        JsonElement good = await cluster.UntilAsync("cordoned-1", n => n.Label() == "trusted", "trusted again");
        Assert.True(good.IsUnschedulable());
    }

    [ClusterFact]
    public async Task A_verdict_that_ends_makes_late_then_bad_and_a_new_one_lifts_both()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync("--ear-ttl", "3");
        using var file = new GateFile(cluster, site, LadderWorld.Alone, "ladder: {lateAfter: 1s, badAfter: 6s}");
        await using GateProcess gate = await GateProcess.StartAsync(file);
        AttestedNode node = await cluster.TrustedAsync(site, "late-1");

        JsonElement late = await cluster.UntilAsync("late-1", n => n.Label() == "late" && n.Attested() is not "True Trusted", "late");
        Assert.Equal(["NoSchedule"], late.Effects());
        JsonElement bad = await cluster.UntilAsync("late-1", n => n.IsOut(), "thrown out");
        Assert.Equal("bad", bad.Label());
        await cluster.EventAsync("late-1", "AttestationLate");

        await node.AttestGoodAsync();
        await cluster.UntilAsync("late-1", n => n.Label() == "trusted" && n.Effects().Length == 0, "trusted again");
    }

    [ClusterFact]
    public async Task From_the_verifiers_bad_verdict_to_the_taint_it_takes_no_longer_than_stated()
    {
        // docs/gate-ladder.md states 10 s for an unhurried API server, one node, and a verifier that answers
        TimeSpan stated = TimeSpan.FromSeconds(10);
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var file = new GateFile(cluster, site, LadderWorld.Alone) { Poll = "30s" };
        await using GateProcess gate = await GateProcess.StartAsync(file);
        AttestedNode node = await cluster.TrustedAsync(site, "stale-1");
        var late = new List<double>();
        var @out = new List<double>();
        for (int round = 0; round < 5; round++)
        {
            await node.AttestBadAsync();
            var since = Stopwatch.StartNew();
            await cluster.UntilAsync("stale-1", n => n.Effects().Contains("NoSchedule"), "tainted");
            late.Add(since.Elapsed.TotalSeconds);
            await cluster.UntilAsync("stale-1", n => n.IsOut(), "thrown out");
            @out.Add(since.Elapsed.TotalSeconds);
            await node.AttestGoodAsync();
            await cluster.UntilAsync("stale-1", n => n.Label() == "trusted", "trusted again");
        }
        output.WriteLine($"bad verdict to NoSchedule: {Seconds(late)}");
        output.WriteLine($"bad verdict to NoExecute (storm.settle 1 s): {Seconds(@out)}");
        Assert.All(@out, seconds => Assert.InRange(seconds, 0, stated.TotalSeconds));
    }

    [ClusterFact]
    public async Task A_node_that_never_had_a_verdict_is_late_then_bad_and_an_exempt_one_is_left_alone()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var file = new GateFile(cluster, site, LadderWorld.Alone, "ladder: {firstVerdictGrace: 3s}", "exempt: [control-1]");
        await using GateProcess gate = await GateProcess.StartAsync(file);
        foreach (string name in new[] { "unknown-1", "control-1" })
            _ = (await cluster.Admin.RegisterAsync(name)).Document;

        JsonElement late = await cluster.UntilAsync("unknown-1", n => n.Label() == "late" && n.Attested() is not null, "late");
        Assert.Equal("Unknown GateLadderFirstVerdict", late.Attested());
        JsonElement bad = await cluster.UntilAsync("unknown-1", n => n.IsOut() && n.Attested()!.StartsWith("False", StringComparison.Ordinal), "thrown out");
        Assert.Equal("False GateVerdictMissing", bad.Attested());
        JsonElement exempt = await cluster.NodeAsync("control-1");
        Assert.Equal((null, null), (exempt.Label(), exempt.Attested()));
        Assert.Empty(exempt.Effects());
    }

    [ClusterFact]
    public async Task Where_the_introduction_only_warns_a_node_without_verdict_gets_no_taint()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var file = new GateFile(cluster, site, LadderWorld.Alone, "ladder: {introduction: warn, firstVerdictGrace: 0s}");
        await using GateProcess gate = await GateProcess.StartAsync(file);
        _ = (await cluster.Admin.RegisterAsync("warned-1")).Document;

        JsonElement warned = await cluster.UntilAsync("warned-1", n => n.Attested() is not null, "told of");
        Assert.Equal(("late", "Unknown GateLadderFirstVerdict"), (warned.Label(), warned.Attested()));
        await cluster.EventAsync("warned-1", "AttestationAwaited");
        Assert.Empty((await cluster.NodeAsync("warned-1")).Effects());
    }

    [ClusterFact]
    public async Task A_node_that_others_change_all_the_time_is_changed_too_and_nothing_of_theirs_is_lost()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var file = new GateFile(cluster, site, LadderWorld.Alone);
        await using GateProcess gate = await GateProcess.StartAsync(file);
        AttestedNode node = await cluster.TrustedAsync(site, "busy-1");
        using var enough = new CancellationTokenSource();
        Task<int> others = ChangeAsync("busy-1", enough.Token);

        await node.AttestBadAsync();
        await cluster.UntilAsync("busy-1", n => n.IsOut(), "thrown out");
        await node.AttestGoodAsync();
        await cluster.UntilAsync("busy-1", n => n.Label() == "trusted" && n.Effects().Length == 0, "trusted again");
        await enough.CancelAsync();

        int written = await others;
        JsonElement last = await cluster.NodeAsync("busy-1");
        string[] keys = [.. last.Taints().Select(t => t.GetProperty("key").GetString()!).Where(k => k.StartsWith("team.example.org/", StringComparison.Ordinal))];
        output.WriteLine($"{written} taints written by others meanwhile");
        Assert.Equal(written, keys.Length);
    }

    /// <summary>Adds a taint after another with JSON patches that need no version: none may be lost to the gate's writes.</summary>
    private async Task<int> ChangeAsync(string name, CancellationToken enough)
    {
        int written = 0;
        _ = (await cluster.Admin.SendAsync(HttpMethod.Patch, LadderWorld.PathOf(name), new JsonObject
        {
            ["spec"] = new JsonObject { ["taints"] = new JsonArray(Taint(written++)) },
        }, "application/strategic-merge-patch+json")).Document;
        while (!enough.IsCancellationRequested && written < 400)
        {
            var patch = new JsonArray(new JsonObject { ["op"] = "add", ["path"] = "/spec/taints/-", ["value"] = Taint(written) });
            KubeAnswer answer = await cluster.Admin.SendAsync(HttpMethod.Patch, LadderWorld.PathOf(name), patch, "application/json-patch+json");
            if (answer.IsGood)
                written++;
            await Task.Delay(20, CancellationToken.None);
        }
        return written;
    }

    private static JsonObject Taint(int number) => new() { ["key"] = $"team.example.org/t{number}", ["effect"] = "PreferNoSchedule" };

    private async Task GiveForeignThingsAsync(string name) => _ = (await cluster.Admin.SendAsync(HttpMethod.Patch, LadderWorld.PathOf(name), new JsonObject
    {
        ["metadata"] = new JsonObject
        {
            ["labels"] = new JsonObject { ["team.example.org/rack"] = "7" },
            ["annotations"] = new JsonObject { ["team.example.org/note"] = "keep" },
        },
        ["spec"] = new JsonObject
        {
            ["taints"] = new JsonArray(new JsonObject
            {
                ["key"] = "team.example.org/gpu", ["effect"] = "NoExecute", ["value"] = "yes", ["timeAdded"] = "2026-11-20T10:00:00Z",
            }),
        },
    }, "application/strategic-merge-patch+json")).Document;

    /// <summary>Labels, annotations, taints and conditions that are not the gate's, with their values.</summary>
    private static string[] ForeignThings(JsonElement node)
    {
        JsonElement metadata = node.GetProperty("metadata");
        IEnumerable<string> maps = new[] { "labels", "annotations" }.SelectMany(map => metadata.GetProperty(map).EnumerateObject().Select(p => p.ToString()));
        IEnumerable<string> taints = node.Taints().Where(t => !t.GetProperty("key").GetString()!.StartsWith("node.kubernetes.io/", StringComparison.Ordinal)).Select(t => t.GetRawText());
        IEnumerable<string> conditions = node.GetProperty("status").GetProperty("conditions").EnumerateArray().Select(c => c.GetProperty("type").GetString()!);
        return [.. maps.Concat(taints).Concat(conditions).Where(t => !t.Contains(GateFile.Prefix + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private static string Seconds(List<double> all) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{all.Min():0.00} to {all.Max():0.00} s, {all.Count} times");
}
