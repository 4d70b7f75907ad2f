using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.SystemTests.Cluster.Webhook;
using Xunit.Abstractions;

namespace Attestation.SystemTests.Cluster.Ladder;

/// <summary>Approver, webhook and ladder together, under the rights of the manifests, at a node whose kubelet is a real one without containers.</summary>
[Collection(ClusterCollection.Name)]
public sealed class HollowNodeTests(KubeCluster cluster, ITestOutputHelper output)
{
    private const string Name = "hollow-1", Pods = "api/v1/namespaces/default/pods";

    /// <summary>docs/gate-ladder.md, staleness.</summary>
    private static readonly TimeSpan Stated = TimeSpan.FromSeconds(10);

    [ClusterFact]
    public async Task A_hollow_node_joins_goes_bad_is_emptied_in_time_and_recovers()
    {
        await cluster.ClearAsync();
        using var folder = new TemporaryFolder();
        await using AttestationSite site = await AttestationSite.StartAsync();
        int port = LoopbackPorts.Free();
        using var file = new GateFile(cluster, site, "csr: {patience: 2s}", "exempt: [exempt-1]", $"webhook: {{listen: 'https://127.0.0.1:{port}', url: 'https://127.0.0.1:{port}'}}")
        {
            Kubeconfig = await cluster.ApplyRightsAsync(folder.Path),
        };
        await using GateProcess gate = await GateProcess.StartAsync(file);
        await cluster.RegisterAsync(port);
        try
        {
            await cluster.TrustedAsync("exempt-1");
            await LiveAsync(site, folder);
        }
        finally
        {
            await cluster.ClearAsync(); // the webhook's registration must not outlive its gate
        }
    }

    private async Task LiveAsync(AttestationSite site, TemporaryFolder folder)
    {
        AttestedNode node = await site.EnrolGoodAsync(Name);
        await using NodeProgram kubelet = NodeProgram.Kubelet(folder.Path, Name, node.Key, cluster.BootstrapKubeconfig);
        await kubelet.FileAsync(folder["kubeconfig"]);
        await using NodeProgram hollow = NodeProgram.Hollow(folder.Path, Name, folder["kubeconfig"]);
        await cluster.UntilAsync(Name, n => KubeNodes.IsReady(n) && n.Label() == "trusted" && n.Taints().Length == 0, "ready and trusted", 90);
        await PodAsync("first");

        await node.AttestBadAsync();

        var since = Stopwatch.StartNew();
        await cluster.UntilAsync(Name, n => n.IsOut(), "thrown out");
        TimeSpan took = since.Elapsed;
        output.WriteLine($"bad verdict to NoExecute on a hollow node, seen through the API: {took.TotalSeconds:0.00} s; stated {Stated.TotalSeconds:0} s");
        Assert.InRange(took, TimeSpan.Zero, Stated);
        await cluster.Admin.UntilAsync(Pods, l => l.GetProperty("items").GetArrayLength() == 0, "empty");
        await TamperAsync(folder);
        Assert.True(KubeNodes.IsReady(await cluster.NodeAsync(Name))); // it may say so, and is thrown out all the same

        await node.AttestGoodAsync();

        await cluster.UntilAsync(Name, n => n.Label() == "trusted" && n.Effects().Length == 0 && n.Attested() == "True Trusted", "trusted again");
        await PodAsync("second");
    }

    /// <summary>Neither an administrator nor the node itself lifts the taint.</summary>
    private async Task TamperAsync(TemporaryFolder folder)
    {
        CommandRun admin = await cluster.KubectlAsync("taint", "node", Name, LadderWorld.Untrusted + "-");
        Assert.NotEqual(0, admin.ExitCode);
        Assert.Contains("gate.webhook.taint", admin.Error, StringComparison.Ordinal);
        using X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(folder["pki/kubelet-client-current.pem"]);
        using KubeClient itself = cluster.WithCertificate(certificate);
        KubeAnswer answer = await itself.SendAsync(HttpMethod.Patch, LadderWorld.PathOf(Name), JsonNode.Parse("""{"spec": {"taints": null}}""")!, "application/merge-patch+json");
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal(["NoExecute", "NoSchedule"], (await cluster.NodeAsync(Name)).Effects());
    }

    /// <summary>A pod that tolerates nothing, bound to the node; the hollow kubelet says that it runs.</summary>
    private async Task PodAsync(string name)
    {
        JsonObject pod = LadderWorld.Pod(name, Name);
        ((JsonObject)pod["spec"]!).Remove("tolerations");
        await cluster.Admin.UntilAsync("api/v1/namespaces/default/serviceaccounts/default", _ => true, "there");
        _ = (await cluster.Admin.PostAsync(Pods, pod)).Document;
        await cluster.Admin.UntilAsync($"{Pods}/{name}", p => p.GetProperty("status").TryGetProperty("phase", out JsonElement phase) && phase.GetString() == "Running", "running", 90);
    }
}
