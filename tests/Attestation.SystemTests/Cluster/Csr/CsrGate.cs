using System.Security.Cryptography.X509Certificates;

namespace Attestation.SystemTests.Cluster.Csr;

/// <summary>A gate that decides about certificate requests; verdicts hold for half a minute.</summary>
public sealed class CsrGate(KubeCluster cluster) : RunningGate(cluster)
{
    private BootstrapToken? _token;

    /// <summary>A node whose good verdict is the first that was made, and ends first.</summary>
    internal AttestedNode Expiring { get; private set; } = null!;

    protected override string[] VerifierOptions => ["--ear-ttl", "30"];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (Gate is null)
            return;
        _token = await Cluster.NewBootstrapTokenAsync();
        Expiring = await Site.EnrolGoodAsync("expiring");
    }

    /// <summary>Posts a request with a bootstrap token and waits for the gate's decision.</summary>
    /// <param name="request">PKCS#10, PEM.</param>
    internal Task<Decision> DecideAsync(string request) => DecideAsync(CertificateRequests.Object(request));

    internal async Task<Decision> DecideAsync(System.Text.Json.Nodes.JsonObject request)
    {
        using KubeClient kubelet = await Cluster.AccessAsync(_token!);
        return await Cluster.Admin.DecisionAsync(await kubelet.AskAsync(request));
    }

    /// <summary>Lets a node join.</summary>
    /// <returns>Its certificate.</returns>
    internal async Task<X509Certificate2> JoinAsync(AttestedNode node)
    {
        using KubeClient kubelet = await Cluster.AccessAsync(_token!);
        string name = await kubelet.AskForClientAsync(node.Key.ClientRequest(node.Name));
        Decision decision = await Cluster.Admin.DecisionAsync(name);
        Assert.True(decision.Type == "Approved", decision.ToString());
        return node.Key.With(await Cluster.Admin.CertificateAsync(name));
    }
}
