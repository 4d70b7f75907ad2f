using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Formats.Ear;

namespace Attestation.SystemTests.Cluster.Ladder;

/// <summary>kill -9 of the gate between its steps: the next process finishes what is left.</summary>
[Collection(ClusterCollection.Name)]
public sealed class CrashTests(KubeCluster cluster)
{
    private const string NodeRole = "apis/rbac.authorization.k8s.io/v1/clusterroles/attest-gate-nodes";

    /// <summary>The gate may not yet write the status, so it stands exactly between the two writes when it dies.</summary>
    [ClusterFact]
    public async Task Killed_between_taint_and_condition()
    {
        await cluster.ClearAsync();
        using var folder = new TemporaryFolder();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var file = new GateFile(cluster, site, LadderWorld.Alone) { Kubeconfig = await cluster.ApplyRightsAsync(folder.Path) };
        GateProcess first = await GateProcess.StartAsync(file);
        AttestedNode node = await cluster.TrustedAsync(site, "crash-1");
        await LeaveAsync("nodes");
        await node.AttestBadAsync();
        await cluster.UntilAsync("crash-1", n => n.Label() == "bad", "labelled");
        await first.LineAsync(l => l.Contains("nodes/status", StringComparison.Ordinal), "that it may not write the status");

        await first.KillAsync();
        await first.DisposeAsync();
        Assert.Equal("True Trusted", (await cluster.NodeAsync("crash-1")).Attested());
        await cluster.ApplyRightsAsync(folder.Path);
        await using GateProcess second = await GateProcess.StartAsync(file);

        JsonElement done = await cluster.UntilAsync("crash-1", n => n.IsOut() && n.Attested() == "False GateVerdictRefused", "finished");
        Assert.Equal("bad", done.Label());
    }

    /// <summary>The gate may approve but not yet change nodes, so it stands between approval and label when it dies.</summary>
    [ClusterFact]
    public async Task Killed_between_approval_and_label()
    {
        await cluster.ClearAsync();
        using var folder = new TemporaryFolder();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var file = new GateFile(cluster, site) { Kubeconfig = await cluster.ApplyRightsAsync(folder.Path) };
        await LeaveAsync(/* no right to patch anything */);
        GateProcess first = await GateProcess.StartAsync(file);
        AttestedNode node = await site.EnrolGoodAsync("crash-2");
        BootstrapToken token = await cluster.NewBootstrapTokenAsync();
        using KubeClient bootstrap = await cluster.AccessAsync(token);
        string csr = await bootstrap.AskForClientAsync(node.Key.ClientRequest(node.Name));
        using var certificate = node.Key.With(await cluster.Admin.CertificateAsync(csr));
        using KubeClient kubelet = cluster.WithCertificate(certificate);
        _ = (await kubelet.RegisterAsync(node.Name)).Document;
        await first.LineAsync(l => l.Contains("crash-2", StringComparison.Ordinal) && l.Contains("\"EventId\":233", StringComparison.Ordinal), "that it may not change the node");

        await first.KillAsync();
        await first.DisposeAsync();
        Assert.Null((await cluster.NodeAsync("crash-2")).Label());
        await cluster.ApplyRightsAsync(folder.Path);
        await using GateProcess second = await GateProcess.StartAsync(file);

        await cluster.UntilAsync("crash-2", n => n.Label() == "trusted" && n.Attested() == "True Trusted", "labelled");
    }

    /// <summary>Wherever it dies, again and again, in the end every node is where it belongs and nothing is done twice.</summary>
    [ClusterFact]
    public async Task Killed_anywhere()
    {
        await cluster.ClearAsync();
        await using var feed = new SigningFeed();
        string[] nodes = [.. Enumerable.Range(1, 40).Select(i => $"anywhere-{i}")];
        foreach (string name in nodes)
            _ = (await cluster.Admin.RegisterAsync(name)).Document;
        feed.Tell(nodes, EarStatus.Affirming, TimeSpan.FromHours(1));
        using var file = new GateFile(cluster, feed.Address, feed.TokenFile, LadderWorld.Alone, "ladder: {patchesPerSecond: 20, cordon: true}", "storm: {perMinute: 1000, stopShare: 100%, settle: 0}");
        for (int round = 0; round < 4; round++)
        {
            GateProcess gate = await GateProcess.StartAsync(file);
            feed.Tell(nodes, round % 2 == 0 ? EarStatus.Contraindicated : EarStatus.Affirming, TimeSpan.FromHours(1));
            await gate.LineAsync(l => l.Contains("\"EventId\":240", StringComparison.Ordinal), "that it keeps nodes");
            await Task.Delay(700 + (round * 300)); // in the middle of 40 nodes at 20 patches a second
            await gate.KillAsync();
            await gate.DisposeAsync();
        }

        await using GateProcess last = await GateProcess.StartAsync(file);

        foreach (string name in nodes)
        {
            JsonElement node = await cluster.UntilAsync(name, n => n.Label() == "trusted" && n.Attested() == "True Trusted" && n.Effects().Length == 0, "trusted");
            Assert.False(node.IsUnschedulable());
            Assert.Null(node.Annotation(LadderWorld.Fallen));
        }
    }

    [ClusterFact]
    public async Task The_api_server_killed_while_nodes_are_changed()
    {
        await cluster.ClearAsync();
        await using var feed = new SigningFeed();
        string[] nodes = [.. Enumerable.Range(1, 30).Select(i => $"server-{i}")];
        foreach (string name in nodes)
            _ = (await cluster.Admin.RegisterAsync(name)).Document;
        feed.Tell(nodes, EarStatus.Affirming, TimeSpan.FromHours(1));
        using var file = new GateFile(cluster, feed.Address, feed.TokenFile, LadderWorld.Alone, "ladder: {patchesPerSecond: 20}", "storm: {perMinute: 1000, stopShare: 100%, settle: 0}");
        await using GateProcess gate = await GateProcess.StartAsync(file);
        await Task.Delay(1000);
        feed.Tell(nodes, EarStatus.Contraindicated, TimeSpan.FromHours(1));

        await cluster.TellAsync("kill", "kube-apiserver");
        await cluster.TellAsync("start", "kube-apiserver");

        foreach (string name in nodes)
            await cluster.UntilAsync(name, n => n.IsOut() && n.Label() == "bad" && n.Attested() == "False GateVerdictRefused", "thrown out", 120);
    }

    /// <summary>Takes the right to patch from the gate's role, but for one resource.</summary>
    private async Task LeaveAsync(params string[] patched)
    {
        var rules = new JsonArray(new JsonObject { ["apiGroups"] = new JsonArray(""), ["resources"] = new JsonArray("nodes"), ["verbs"] = new JsonArray("get", "list", "watch") });
        foreach (string resource in patched)
            rules.Add(new JsonObject { ["apiGroups"] = new JsonArray(""), ["resources"] = new JsonArray(resource), ["verbs"] = new JsonArray("patch") });
        _ = (await cluster.Admin.PatchAsync(NodeRole, new JsonObject { ["rules"] = rules })).Document;
    }
}
