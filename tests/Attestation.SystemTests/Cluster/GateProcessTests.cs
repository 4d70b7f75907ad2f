using System.Text.Json;

namespace Attestation.SystemTests.Cluster;

/// <summary>The gate starts with its own account, reads the verifier, leads, and stops.</summary>
[Collection(ClusterCollection.Name)]
public sealed class GateProcessTests(KubeCluster cluster)
{
    [ClusterFact]
    public async Task ItLeadsKnowsTheVerdictsAndGivesTheLeaseUp()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        AttestedNode node = await site.EnrolGoodAsync("known");
        using var folder = new TemporaryFolder();
        using var file = new GateFile(cluster, site) { Kubeconfig = await cluster.ApplyRightsAsync(folder.Path) };
        await using GateProcess gate = await GateProcess.StartAsync(file);
        string lease = $"apis/coordination.k8s.io/v1/namespaces/{KubeCluster.Namespace}/leases/attest-gate";
        await cluster.Admin.UntilAsync(lease, l => Holder(l).Length > 0, "held");
        JsonElement known = Assert.Single(JsonElement.Parse(await gate.Status.GetStringAsync("nodes")).GetProperty("nodes").EnumerateArray().ToArray());
        Assert.Equal((node.Name, "good"), (known.GetProperty("name").GetString(), known.GetProperty("check").GetString()));
        Assert.Equal(0, await gate.StopAsync());
        Assert.Equal("", Holder((await cluster.Admin.GetAsync(lease)).Document));
    }

    private static string Holder(JsonElement lease) => lease.GetProperty("spec").TryGetProperty("holderIdentity", out JsonElement holder) ? holder.GetString()! : "";
}
