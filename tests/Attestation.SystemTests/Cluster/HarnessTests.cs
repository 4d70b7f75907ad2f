using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Attestation.SystemTests.Cluster;

/// <summary>The cluster itself behaves as tests of the gate assume.</summary>
[Collection(ClusterCollection.Name)]
public sealed class HarnessTests(KubeCluster cluster)
{
    [ClusterFact]
    public async Task WhatKubectlApprovesIsSignedAndTheNodeJoins()
    {
        await cluster.ClearAsync();
        using var key = new KubeletKey();
        BootstrapToken token = await cluster.NewBootstrapTokenAsync();
        using KubeClient kubelet = await cluster.AccessAsync(token);
        string name = await kubelet.AskForClientAsync(key.ClientRequest("by-hand"));
        Assert.Null(CertificateRequests.Of((await cluster.Admin.GetAsync($"{CertificateRequests.Path}/{name}")).Document));

        await cluster.KubectlOutputAsync("certificate", "approve", name);
        Assert.Equal("Approved", (await cluster.Admin.DecisionAsync(name)).Type);
        using X509Certificate2 certificate = key.With(await cluster.Admin.CertificateAsync(name));
        Assert.Equal("CN=system:node:by-hand, O=system:nodes", certificate.Subject);
        using KubeClient node = cluster.WithCertificate(certificate);
        Assert.Equal(HttpStatusCode.Created, (await node.RegisterAsync("by-hand")).Status);
        Assert.Contains("is not allowed to modify node", (await node.RegisterAsync("another")).Message, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task TheApiServerComesBackWithWhatItKnew()
    {
        await cluster.ClearAsync();
        Assert.Equal(HttpStatusCode.Created, (await cluster.Admin.RegisterAsync("stays")).Status);
        await cluster.RestartApiServerAsync();
        Assert.Equal(["stays"], (await cluster.ItemsAsync(KubeNodes.Path)).Select(n => n.GetProperty("metadata").GetProperty("name").GetString()));
    }

    [ClusterFact]
    public async Task ANodeInSoftwareGoesGoodBadAndGoodAgain()
    {
        await using AttestationSite site = await AttestationSite.StartAsync();
        AttestedNode node = await site.EnrolGoodAsync("changing");
        await node.AttestBadAsync();
        Assert.Equal("contraindicated", (await site.ShownAsync(node)).GetProperty("status").GetString());
        await site.StopVerifierAsync();
        await site.StartVerifierAsync();
        JsonElement appraisal = await node.AttestGoodAsync();
        Assert.EndsWith("/" + appraisal.GetProperty("id").GetString(), (await site.ShownAsync(node)).GetProperty("appraisal").GetString());
    }

    [ClusterFact]
    public async Task ARealKubeletAsksWithTheKeyThatLiesThereAndAHollowNodeGoesOnFromItsKubeconfig()
    {
        await cluster.ClearAsync();
        using var folder = new TemporaryFolder();
        using var key = new KubeletKey();
        await using NodeProgram kubelet = NodeProgram.Kubelet(folder.Path, "real", key, cluster.BootstrapKubeconfig);
        JsonElement list = await cluster.Admin.UntilAsync(CertificateRequests.Path, l => l.GetProperty("items").GetArrayLength() == 1, "asked for");
        await cluster.KubectlOutputAsync("certificate", "approve", list.GetProperty("items")[0].GetProperty("metadata").GetProperty("name").GetString()!);
        await kubelet.FileAsync(folder["kubeconfig"]);
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(folder["pki/kubelet-client-current.pem"]));
        Assert.Equal(key.PublicKey, certificate.PublicKey.ExportSubjectPublicKeyInfo());
        await using NodeProgram hollow = NodeProgram.Hollow(folder.Path, "real", folder["kubeconfig"]);
        await cluster.Admin.UntilAsync($"{KubeNodes.Path}/real", KubeNodes.IsReady, "ready");
    }
}
