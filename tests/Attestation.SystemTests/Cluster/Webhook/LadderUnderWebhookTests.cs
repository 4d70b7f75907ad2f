using System.Text.Json;
using static Attestation.SystemTests.Cluster.GateFile;

namespace Attestation.SystemTests.Cluster.Webhook;

/// <summary>Ladder and webhook of one gate, with its own account: what the ladder marks passes the webhook, and what it marked nobody else takes away.</summary>
[Collection(ClusterCollection.Name)]
public sealed class LadderUnderWebhookTests(KubeCluster cluster)
{
    private const string Taint = Prefix + "/untrusted", Exempt = "exempt-1";

    [ClusterFact]
    public async Task TheLadderMarksAndLiftsAndNobodyElseDoes()
    {
        await cluster.ClearAsync();
        int port = LoopbackPorts.Free();
        using var folder = new TemporaryFolder();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var file = new GateFile(cluster, site, $"exempt: [{Exempt}]", "ladder: {enabled: true}",
            $"webhook: {{listen: 'https://127.0.0.1:{port}', url: 'https://127.0.0.1:{port}'}}") { Kubeconfig = await cluster.ApplyRightsAsync(folder.Path) };
        await using GateProcess gate = await GateProcess.StartAsync(file);
        await cluster.RegisterAsync(port);
        await cluster.TrustedAsync(Exempt);
        // The ladder holds on where most of all nodes fall at once, so the bad one has company.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => JoinAsync(site, $"company-{i}")));
        using AttestedNode node = await JoinAsync(site, "under-webhook");
        string path = $"{KubeNodes.Path}/{node.Name}";
        await node.AttestBadAsync();
        await cluster.Admin.UntilAsync(path, n => KubeNodes.IsTainted(n, Taint, "NoExecute"), "tainted");
        CommandRun removed = await cluster.KubectlAsync("taint", "node", node.Name, $"{Taint}-");
        Assert.Contains("gate.webhook.taint", removed.Error);
        await node.AttestGoodAsync();
        await cluster.Admin.UntilAsync(path, n => !KubeNodes.IsTainted(n, Taint, "NoExecute") && KubeNodes.Label(n, $"{Prefix}/verdict") == "trusted", "lifted");
        await cluster.ClearAsync();
    }

    private async Task<AttestedNode> JoinAsync(AttestationSite site, string name)
    {
        AttestedNode node = await site.EnrolGoodAsync(name);
        await cluster.AdmittedAsync(name);
        await cluster.Admin.UntilAsync($"{KubeNodes.Path}/{name}", n => KubeNodes.Label(n, $"{Prefix}/verdict") == "trusted", "labelled");
        return node;
    }
}
