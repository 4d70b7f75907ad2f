using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using static Attestation.SystemTests.Cluster.CertificateRequests;

namespace Attestation.SystemTests.Cluster.Csr;

/// <summary>Every way of asking for a kubelet's certificate, on the real API server with the real signer: approved, or denied with a code of its own.</summary>
[Collection(ClusterCollection.Name)]
public sealed class DecisionTests(RunningGate running) : IClassFixture<RunningGate>
{
    private KubeClient Admin => running.Cluster.Admin;

    [ClusterFact]
    public async Task A_node_with_a_good_verdict_gets_its_certificate_and_joins_and_gets_a_serving_certificate()
    {
        AttestedNode node = await running.Site.EnrolGoodAsync("good");
        using X509Certificate2 certificate = await JoinAsync(node);
        using KubeClient asNode = running.Cluster.WithCertificate(certificate);
        Assert.Equal(System.Net.HttpStatusCode.Created, (await asNode.RegisterAsync(node.Name)).Status);

        using var serving = new KubeletKey();
        string own = await asNode.AskForServingAsync(serving.ServingRequest(node.Name, node.Name, "192.0.2.10"));
        Assert.Equal("Approved", (await Admin.DecisionAsync(own)).Type);
        await Admin.CertificateAsync(own);
        await AssertDeniedAsync(asNode.AskForServingAsync(serving.ServingRequest(node.Name, node.Name, "192.0.2.99")), "GateCsrNames");
    }

    [ClusterFact]
    public async Task Without_a_verdict()
    {
        AttestedNode node = await running.Site.EnrolAsync("unattested");
        using KubeClient kubelet = await BootstrapAsync();
        Decision decision = await AssertDeniedAsync(kubelet.AskForClientAsync(node.Key.ClientRequest(node.Name)), "GateVerdictMissing");
        Assert.Contains("attest-agent", decision.Message, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task A_verdict_that_comes_a_little_later_is_waited_for()
    {
        AttestedNode node = await running.Site.EnrolAsync("slow");
        using KubeClient kubelet = await BootstrapAsync();
        string name = await kubelet.AskForClientAsync(node.Key.ClientRequest(node.Name));
        await node.AttestGoodAsync();
        Assert.Equal("Approved", (await Admin.DecisionAsync(name)).Type);
    }

    [ClusterFact]
    public async Task With_a_refused_verdict()
    {
        AttestedNode node = await running.Site.EnrolAsync("refused");
        await node.AttestBadAsync();
        using KubeClient kubelet = await BootstrapAsync();
        Decision decision = await AssertDeniedAsync(kubelet.AskForClientAsync(node.Key.ClientRequest(node.Name)), "GateVerdictRefused");
        Assert.Contains("boot.command-line", decision.Message, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task With_a_revoked_verdict()
    {
        AttestedNode node = await running.Site.EnrolGoodAsync("revoked");
        await node.RevokeAsync();
        using KubeClient kubelet = await BootstrapAsync();
        await AssertDeniedAsync(kubelet.AskForClientAsync(node.Key.ClientRequest(node.Name)), "GateVerdictRevoked");
    }

    [ClusterFact]
    public async Task With_another_nodes_verdict()
    {
        AttestedNode node = await running.Site.EnrolGoodAsync("lender");
        AttestedNode other = await running.Site.EnrolGoodAsync("borrower");
        using KubeClient kubelet = await BootstrapAsync();
        await AssertDeniedAsync(kubelet.AskForClientAsync(node.Key.ClientRequest(other.Name)), "GateCsrOtherNode");
    }

    [ClusterFact]
    public async Task With_a_changed_key()
    {
        AttestedNode node = await running.Site.EnrolGoodAsync("changed-key");
        using var key = new KubeletKey();
        using KubeClient kubelet = await BootstrapAsync();
        await AssertDeniedAsync(kubelet.AskForClientAsync(key.ClientRequest(node.Name)), "GateCsrKey");
    }

    [ClusterFact]
    public async Task A_node_that_asks_for_another_one()
    {
        AttestedNode node = await running.Site.EnrolGoodAsync("asker");
        AttestedNode other = await running.Site.EnrolGoodAsync("asked");
        using X509Certificate2 certificate = await JoinAsync(node);
        using KubeClient asNode = running.Cluster.WithCertificate(certificate);
        await AssertDeniedAsync(asNode.AskForClientAsync(other.Key.ClientRequest(other.Name)), "GateCsrRequester");
    }

    [ClusterFact]
    public async Task A_replayed_request()
    {
        AttestedNode node = await running.Site.EnrolGoodAsync("copied");
        string request = node.Key.ClientRequest(node.Name);
        using KubeClient kubelet = await BootstrapAsync();
        Assert.Equal("Approved", (await Admin.DecisionAsync(await kubelet.AskForClientAsync(request))).Type);
        using KubeClient thief = await BootstrapAsync();
        await AssertDeniedAsync(thief.AskForClientAsync(request), "GateCsrReplayed");
    }

    [ClusterFact]
    public async Task A_renewal_needs_a_fresh_verdict_on_the_new_key()
    {
        AttestedNode node = await running.Site.EnrolGoodAsync("renewing");
        using X509Certificate2 certificate = await JoinAsync(node);
        using KubeClient asNode = running.Cluster.WithCertificate(certificate);
        node.ChangeKey();
        await AssertDeniedAsync(asNode.AskForClientAsync(node.Key.ClientRequest(node.Name)), "GateCsrKey");
        await node.AttestGoodAsync();
        Assert.Equal("Approved", (await Admin.DecisionAsync(await asNode.AskForClientAsync(node.Key.ClientRequest(node.Name)))).Type);
    }

    [ClusterTheory]
    [InlineData("another organisation", "system:node:form", "system:masters", "", "GateCsrSubject")]
    [InlineData("no node", "form", KubeletKey.Organisation, "", "GateCsrSubject")]
    [InlineData("a name in a client certificate", "system:node:form", KubeletKey.Organisation, "form", "GateCsrNames")]
    public async Task A_request_of_another_form(string description, string commonName, string organisation, string names, string reason)
    {
        using var key = new KubeletKey();
        using KubeClient kubelet = await BootstrapAsync();
        Decision decision = await AssertDeniedAsync(kubelet.AskForClientAsync(key.Request(commonName, organisation, names.Split(' ', StringSplitOptions.RemoveEmptyEntries))), reason);
        Assert.True(decision.Message.StartsWith("gate.csr.", StringComparison.Ordinal), description);
    }

    [ClusterFact]
    public async Task Other_usages()
    {
        AttestedNode node = await running.Site.EnrolGoodAsync("usages");
        using KubeClient kubelet = await BootstrapAsync();
        await AssertDeniedAsync(kubelet.AskAsync(Object(node.Key.ClientRequest(node.Name), ClientSigner, "digital signature", "client auth", "server auth")), "GateCsrUsages");
    }

    [ClusterFact]
    public async Task An_unknown_signer_is_never_touched()
    {
        AttestedNode node = await running.Site.EnrolGoodAsync("unknown-signer");
        using KubeClient kubelet = await BootstrapAsync();
        string foreign = await Admin.AskAsync(Object(node.Key.ClientRequest(node.Name), "example.com/signer", "client auth"));
        string ours = await kubelet.AskForClientAsync(node.Key.ClientRequest(node.Name));
        Assert.Equal("Approved", (await Admin.DecisionAsync(ours)).Type);
        Assert.Null(Of((await Admin.GetAsync($"{CertificateRequests.Path}/{foreign}")).Document));
    }

    [ClusterFact]
    public async Task A_denial_is_an_Event_a_log_line_and_a_number()
    {
        using var key = new KubeletKey();
        using KubeClient kubelet = await BootstrapAsync();
        string name = await kubelet.AskForClientAsync(key.Request("system:node:told", "system:masters"));
        Assert.Equal("GateCsrSubject", (await Admin.DecisionAsync(name)).Reason);
        await Admin.UntilAsync("api/v1/namespaces/default/events", l => l.GetProperty("items").EnumerateArray().Any(e => IsAbout(e, name)), "an Event");
        await running.Gate.LineAsync(l => l.Contains("gate.csr.subject", StringComparison.Ordinal) && l.Contains(name, StringComparison.Ordinal), "the denial");
        Assert.Contains("gate_csr_decisions_total{reason=\"gate.csr.subject\",signer=\"client\"}", await running.Gate.Status.GetStringAsync("metrics"), StringComparison.Ordinal);
    }

    private static bool IsAbout(JsonElement e, string name) =>
        e.GetProperty("involvedObject").GetProperty("name").GetString() == name && e.GetProperty("reason").GetString() == "GateCsrSubject";

    private async Task<KubeClient> BootstrapAsync() => await running.Cluster.AccessAsync(await running.Cluster.NewBootstrapTokenAsync());

    private async Task<X509Certificate2> JoinAsync(AttestedNode node)
    {
        using KubeClient kubelet = await BootstrapAsync();
        string name = await kubelet.AskForClientAsync(node.Key.ClientRequest(node.Name));
        Assert.Equal("AttestationAffirmed", (await Admin.DecisionAsync(name)).Reason);
        return node.Key.With(await Admin.CertificateAsync(name));
    }

    private async Task<Decision> AssertDeniedAsync(Task<string> asked, string reason)
    {
        Decision decision = await Admin.DecisionAsync(await asked);
        Assert.Equal(("Denied", reason), (decision.Type, decision.Reason));
        return decision;
    }
}
