using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Attestation.SystemTests.Cluster.Csr;

/// <summary>A real kubelet at the gate; and what time does to verdicts and certificates.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RealKubeletTests(KubeCluster cluster, CsrGate gate) : IClassFixture<CsrGate>
{
    [ClusterFact]
    public async Task ANodeRenewsWithAFreshVerdictOnly()
    {
        AttestedNode node = await gate.Site.EnrolGoodAsync("renews");
        using X509Certificate2 certificate = await gate.JoinAsync(node);
        using KubeClient itself = cluster.WithCertificate(certificate);
        node.ChangeKey();
        Assert.Equal("gate.csr.key", await CodeAsync(itself, node.Key.ClientRequest(node.Name)));
        await node.AttestGoodAsync();
        Assert.Equal("Approved", (await cluster.Admin.DecisionAsync(await itself.AskForClientAsync(node.Key.ClientRequest(node.Name)))).Type);
        await node.AttestBadAsync();
        Assert.Equal("gate.verdict.refused", await CodeAsync(itself, node.Key.ClientRequest(node.Name)));
    }

    [ClusterFact]
    public async Task AnExpiredVerdictIsNone()
    {
        DateTimeOffset end = (await gate.Site.ShownAsync(gate.Expiring)).GetProperty("expires").GetDateTimeOffset();
        TimeSpan left = end - DateTimeOffset.UtcNow;
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        Denied("gate.verdict.expired", await gate.DecideAsync(gate.Expiring.Key.ClientRequest(gate.Expiring.Name)));
    }

    [ClusterFact]
    public async Task ARequestWhoseSignatureDoesNotVerifyIsRefusedByTheApiServerItself()
    {
        AttestedNode node = await gate.Site.EnrolGoodAsync("forged");
        KubeAnswer answer = await cluster.Admin.PostAsync(CertificateRequests.Path, CertificateRequests.Object(Broken(node.Key.ClientRequest(node.Name))));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.EndsWith("x509: ECDSA verification failure", answer.Message, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task ARealKubeletBootstrapsThroughTheGateAndItsNodeGetsReady()
    {
        AttestedNode node = await gate.Site.EnrolGoodAsync("real-kubelet");
        using var folder = new TemporaryFolder();
        await using NodeProgram kubelet = NodeProgram.Kubelet(folder.Path, node.Name, node.Key, cluster.BootstrapKubeconfig);
        await kubelet.FileAsync(folder["kubeconfig"]);
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(folder["pki/kubelet-client-current.pem"]));
        Assert.Equal(node.Key.PublicKey, certificate.PublicKey.ExportSubjectPublicKeyInfo());
        await using NodeProgram hollow = NodeProgram.Hollow(folder.Path, node.Name, folder["kubeconfig"]);
        await cluster.Admin.UntilAsync($"{KubeNodes.Path}/{node.Name}", KubeNodes.IsReady, "ready");
    }

    [ClusterFact]
    public async Task ARealKubeletWithAKeyThatNobodyBoundIsDenied()
    {
        AttestedNode node = await gate.Site.EnrolGoodAsync("stolen-name");
        using var folder = new TemporaryFolder();
        using var another = new KubeletKey();
        await using NodeProgram kubelet = NodeProgram.Kubelet(folder.Path, node.Name, another, cluster.BootstrapKubeconfig);
        JsonElement list = await cluster.Admin.UntilAsync(CertificateRequests.Path, l => Decided(l, another) is not null, "decided");
        Denied("gate.csr.key", Decided(list, another)!);
        Assert.False(File.Exists(folder["kubeconfig"]));
    }

    private static Decision? Decided(JsonElement list, KubeletKey key) => list.GetProperty("items").EnumerateArray()
        .Where(item => CertificateRequests.KeyOf(item).AsSpan().SequenceEqual(key.PublicKey)).Select(CertificateRequests.Of).FirstOrDefault();

    private async Task<string> CodeAsync(KubeClient who, string request)
    {
        Decision decision = await cluster.Admin.DecisionAsync(await who.AskForClientAsync(request));
        Assert.True(decision.Type == "Denied", decision.ToString());
        return decision.Message.Split(':')[0];
    }

    private static void Denied(string code, Decision decision)
    {
        Assert.True(decision.Type == "Denied", decision.ToString());
        Assert.StartsWith(code + ": ", decision.Message, StringComparison.Ordinal);
    }

    /// <summary>The last digit of the signature is another one.</summary>
    private static string Broken(string pem)
    {
        string[] lines = pem.Split('\n');
        byte[] der = Convert.FromBase64String(string.Concat(lines[1..^1].Where(l => !l.StartsWith('-'))));
        der[^1] ^= 1;
        return new string(System.Security.Cryptography.PemEncoding.Write("CERTIFICATE REQUEST", der));
    }
}
