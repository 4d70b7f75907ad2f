using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Attestation.SystemTests.Cluster.Joining;
using Attestation.SystemTests.Cluster.Ladder;
using Xunit.Abstractions;

namespace Attestation.SystemTests.Cluster.Whole;

/// <summary>
/// One node from its first verdict to its recovery, with nothing of ours on its side but the verdict and the credential: a real kubelet bootstraps with the
/// gate's token, a hollow node goes on from its kubeconfig under the webhook, goes bad, is tainted, and recovers.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class HollowNodeTests(KubeCluster cluster, WholeGate gate, ITestOutputHelper output) : IClassFixture<WholeGate>
{
    /// <summary>docs/gate-ladder.md: from a bad verdict to the taint, on an unhurried API server.</summary>
    private static readonly TimeSpan Stated = TimeSpan.FromSeconds(10);

    [ClusterFact]
    public async Task ARealKubeletJoinsWithTheGatesTokenAndItsHollowNodeGoesBadIsTaintedAndRecovers()
    {
        using var folder = new TemporaryFolder();
        using JoiningNode joining = await JoiningNode.GoodAsync(gate.Site, gate.Broker, "hollow");
        AttestedNode node = joining.Node;
        await BootstrapAsync(joining, folder);
        await using NodeProgram hollow = NodeProgram.Hollow(folder.Path, node.Name, folder["kubeconfig"]);
        await cluster.UntilAsync(node.Name, n => KubeNodes.IsReady(n) && n.Label() == "trusted" && n.Effects().Length == 0, "ready and trusted");

        await node.AttestBadAsync();
        var since = Stopwatch.StartNew();
        JsonElement bad = await cluster.UntilAsync(node.Name, n => n.IsOut() && n.IsUnschedulable(), "thrown out", (int)Stated.TotalSeconds);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bad verdict to NoExecute and cordon: {since.Elapsed.TotalSeconds:F1} s"));
        Assert.Equal("bad", bad.Label());
        await HeartbeatAsync(node.Name); // a bad node still says that it lives

        await node.AttestGoodAsync();
        since.Restart();
        JsonElement good = await cluster.UntilAsync(node.Name, n => n.Label() == "trusted" && n.Effects().Length == 0 && !n.IsUnschedulable(), "trusted again");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"good verdict to no taint: {since.Elapsed.TotalSeconds:F1} s"));
        Assert.True(KubeNodes.IsReady(good));
    }

    /// <summary>The node is not in the cluster: not only is its certificate denied, an administrator cannot make its object either.</summary>
    [ClusterFact]
    public async Task ANodeWithoutAVerdictIsNotEvenMadeByAnAdministrator()
    {
        Assert.Contains("gate.verdict.missing", (await cluster.Admin.RegisterAsync("never-attested")).Message, StringComparison.Ordinal);
    }

    /// <summary>kubelet gets the gate's token and the key that the evidence bound, and makes the rest itself.</summary>
    private async Task BootstrapAsync(JoiningNode node, TemporaryFolder folder)
    {
        string bootstrap = folder["bootstrap.kubeconfig"];
        await File.WriteAllTextAsync(bootstrap, cluster.Kubeconfig(await node.TokenAsync(gate.Broker)));
        await using NodeProgram kubelet = NodeProgram.Kubelet(folder.Path, node.Name, node.Node.Key, bootstrap);
        await kubelet.FileAsync(folder["kubeconfig"]);
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(folder["pki/kubelet-client-current.pem"]));
        Assert.Equal(node.Node.Key.PublicKey, certificate.PublicKey.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The node's Lease is renewed by the node itself.</summary>
    private async Task HeartbeatAsync(string node)
    {
        string path = $"apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/{node}";
        string? before = Renewed((await cluster.Admin.GetAsync(path)).Document);
        await cluster.Admin.UntilAsync(path, l => Renewed(l) != before, "renewed");
    }

    private static string? Renewed(JsonElement lease) => lease.GetProperty("spec").GetProperty("renewTime").GetString();
}
