using System.Text.Json;

namespace Attestation.SystemTests.Cluster.Ladder;

/// <summary>The verifier is away for longer than a lease.</summary>
[Collection(ClusterCollection.Name)]
public sealed class AwayTests(KubeCluster cluster)
{
    private const string Quick = "ladder: {lateAfter: 0s, badAfter: 2s, verifierPatience: 3s}";

    [ClusterFact]
    public async Task Nodes_keep_their_lease_to_its_end_then_are_late_and_never_thrown_out()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync("--ear-ttl", "12");
        using var file = new GateFile(cluster, site, LadderWorld.Alone, Quick);
        await using GateProcess gate = await GateProcess.StartAsync(file);
        AttestedNode node = await cluster.TrustedAsync(site, "away-1");
        await node.AttestGoodAsync();
        await site.StopVerifierAsync();
        DateTimeOffset end = Expires(await cluster.NodeAsync("away-1"));

        for (; DateTimeOffset.UtcNow < end; await Task.Delay(500))
        {
            string[] effects = [.. (await cluster.NodeAsync("away-1")).Effects()];
            if (DateTimeOffset.UtcNow < end)
                Assert.Empty(effects);
        }
        JsonElement late = await cluster.UntilAsync("away-1", n => n.Attested() == "Unknown GateLadderVerifierSilent", "late for a silent verifier");
        Assert.Equal("late", late.Label());
        for (int i = 0; i < 12; i++, await Task.Delay(500))
            Assert.Equal(["NoSchedule"], (await cluster.NodeAsync("away-1")).Effects());

        await site.StartVerifierAsync();
        await node.AttestGoodAsync();

        await cluster.UntilAsync("away-1", n => n.Label() == "trusted" && n.Effects().Length == 0, "trusted again");
        Assert.DoesNotContain(gate.Lines, l => l.Contains("\"EventId\":232", StringComparison.Ordinal));
    }

    [ClusterFact]
    public async Task When_the_verifier_is_back_a_node_that_stays_silent_falls_after_its_time()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync("--ear-ttl", "4");
        using var file = new GateFile(cluster, site, LadderWorld.Alone, Quick);
        await using GateProcess gate = await GateProcess.StartAsync(file);
        await cluster.TrustedAsync(site, "away-2");
        await site.StopVerifierAsync();
        await cluster.UntilAsync("away-2", n => n.Attested() == "Unknown GateLadderVerifierSilent", "late for a silent verifier");

        await site.StartVerifierAsync();

        JsonElement bad = await cluster.UntilAsync("away-2", n => n.IsOut(), "thrown out");
        Assert.Equal("bad", bad.Label());
    }

    [ClusterFact]
    public async Task A_gate_that_starts_while_the_verifier_is_away_lets_the_leases_on_the_nodes_run_out()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync("--ear-ttl", "20");
        using var file = new GateFile(cluster, site, LadderWorld.Alone, Quick);
        await using (GateProcess first = await GateProcess.StartAsync(file))
            await cluster.TrustedAsync(site, "away-3");
        await site.StopVerifierAsync();

        await using GateProcess second = GateProcess.Launch(file);

        await second.LineAsync(l => l.Contains("\"EventId\":240", StringComparison.Ordinal), "that it keeps nodes");
        Assert.Empty((await cluster.NodeAsync("away-3")).Effects());
        JsonElement late = await cluster.UntilAsync("away-3", n => n.Attested() == "Unknown GateLadderVerifierSilent", "late for a silent verifier");
        Assert.Equal(["NoSchedule"], late.Effects());
        Assert.True(Expires(late) <= DateTimeOffset.UtcNow);
        Assert.False(await second.IsReadyAsync());
    }

    /// <summary>The end of the verdict that stands on the node.</summary>
    private static DateTimeOffset Expires(JsonElement node) =>
        DateTimeOffset.Parse(node.Annotation(GateFile.Prefix + "/verdict-expires")!, System.Globalization.CultureInfo.InvariantCulture);
}
