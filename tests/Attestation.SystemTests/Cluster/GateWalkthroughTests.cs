using Attestation.SystemTests.Docs;

namespace Attestation.SystemTests.Cluster;

/// <summary>docs/gate.md by hand against a real API server: every command of the page.</summary>
[Collection(ClusterCollection.Name)]
public sealed class GateWalkthroughTests(KubeCluster cluster)
{
    private static readonly string[] Parts = ["leases", "csr", "nodes", "drain", "events", "tokens", "webhook"];

    [ClusterFact]
    public async Task EveryCommandOfTheGatesPageSucceeds()
    {
        await cluster.ClearAsync();
        try
        {
            string output = await Walkthrough.RunAsync("gate.md", ("KUBECONFIG", cluster.AdminKubeconfig), ("CHECKOUT", ClusterPrograms.RepositoryRoot));
            string[] seen = ["The node has joined.", "Approved,Issued", "node/worker-1 created", "gate.csr.key: ", "untrusted:NoExecute", "AttestationFell", "1 bad", "gate.verdict.revoked", "gate_csr_decisions_total", "   trusted\n"];
            Assert.All(seen, text => Assert.Contains(text, output, StringComparison.Ordinal));
        }
        finally
        {
            foreach (string part in Parts)
                await cluster.KubectlAsync("delete", "--ignore-not-found", "-f", Path.Combine(ClusterPrograms.RepositoryRoot, "verifier", "deploy", "kubernetes", "gate", $"rbac-{part}.yaml"));
        }
    }
}
