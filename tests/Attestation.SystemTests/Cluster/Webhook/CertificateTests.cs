using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Cluster.Webhook;

/// <summary>The webhook's certificate on the real API server: made, rotated, expired, shared, lost with a killed replica.</summary>
[Collection(ClusterCollection.Name)]
public sealed class CertificateTests(KubeCluster cluster) : IAsyncLifetime
{
    private const string Exempt = "exempt-1", Secret = "api/v1/namespaces/attestation/secrets/attest-gate-webhook";

    private readonly TemporaryFolder folder = new();
    private readonly List<GateFile> files = [];
    private AttestationSite? site;
    private string kubeconfig = "";

    public async Task InitializeAsync()
    {
        if (!ClusterPrograms.AreThere)
            return;
        await cluster.ClearAsync();
        await cluster.Admin.DeleteAsync(Secret);
        site = await AttestationSite.StartAsync();
        kubeconfig = await cluster.ApplyRightsAsync(folder.Path);
    }

    public async Task DisposeAsync()
    {
        if (ClusterPrograms.AreThere)
        {
            await cluster.ClearAsync();
            await cluster.Admin.DeleteAsync(Secret);
        }
        foreach (GateFile file in files)
            file.Dispose();
        if (site is not null)
            await site.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>
    /// Two replicas, both asked about every request, over two rotations: not one of the requests that flow meanwhile fails, and whoever believes the
    /// authorities in caBundle can make a new connection at any time.
    /// </summary>
    [ClusterFact]
    public async Task CertificatesRotateUnderRequests()
    {
        int[] ports = [LoopbackPorts.Free(), LoopbackPorts.Free()];
        await using GateProcess first = await StartAsync(ports[0], "certificateLifetime: 18s, certificateOverlap: 2s"), second = await StartAsync(ports[1], "certificateLifetime: 18s, certificateOverlap: 2s");
        await cluster.RegisterAsync(ports);
        await cluster.TrustedAsync(Exempt);
        HashSet<string> served = [];
        int requests = 0;
        for (DateTime end = DateTime.UtcNow.AddSeconds(60); served.Count < 3 || DateTime.UtcNow < end.AddSeconds(-20); requests++)
        {
            Assert.True(DateTime.UtcNow < end, $"only {served.Count} certificates were served");
            await UpdateAsync(requests);
            served.Add(await ConnectAsync(ports[requests % 2]));
        }
        Assert.True(requests > 100, $"only {requests} requests");
    }

    [ClusterFact]
    public async Task AGateThatComesBackAfterItsCertificateExpiredRecovers()
    {
        int port = LoopbackPorts.Free();
        GateProcess gate = await StartAsync(port, "certificateLifetime: 10s, certificateOverlap: 1s");
        await cluster.RegisterAsync(port);
        await cluster.TrustedAsync(Exempt);
        await UpdateAsync(1);
        await gate.KillAsync();
        await gate.DisposeAsync();
        KubeAnswer down = await cluster.Admin.PatchAsync($"{KubeNodes.Path}/{Exempt}", Labels(2));
        Assert.Equal(500, (int)down.Status);
        Assert.Contains("failed calling webhook", down.Message);
        await Task.Delay(TimeSpan.FromSeconds(11));
        await using GateProcess again = await StartAsync(port, "certificateLifetime: 10s, certificateOverlap: 1s");
        await UntilUpdatedAsync();
        await ConnectAsync(port);
    }

    /// <summary>The one that made the next certificate dies before it is served; the other one, which is asked, finishes the rotation.</summary>
    [ClusterFact]
    public async Task AReplicaThatIsKilledInARotationIsNotMissed()
    {
        int[] ports = [LoopbackPorts.Free(), LoopbackPorts.Free()];
        await using GateProcess asked = await StartAsync(ports[0], "certificateLifetime: 30s, certificateOverlap: 4s");
        GateProcess other = await StartAsync(ports[1], "certificateLifetime: 30s, certificateOverlap: 4s");
        await cluster.RegisterAsync(ports[0]);
        await cluster.TrustedAsync(Exempt);
        string before = await ConnectAsync(ports[0]);
        await cluster.Admin.UntilAsync(Secret, s => s.GetProperty("data").TryGetProperty("next.crt", out _), "in a rotation");
        await other.KillAsync();
        await other.DisposeAsync();
        int requests = 0;
        for (DateTime end = DateTime.UtcNow.AddSeconds(30); await ConnectAsync(ports[0]) == before; requests++)
        {
            Assert.True(DateTime.UtcNow < end, "the rotation never came to its end");
            await UpdateAsync(requests);
        }
        await cluster.Admin.UntilAsync(Secret, s => !s.GetProperty("data").TryGetProperty("previous-ca.crt", out _), "at the rotation's end");
        await UpdateAsync(requests);
    }

    /// <summary>Killed in the middle of a rotation and started again, alone: it goes on where it was.</summary>
    [ClusterFact]
    public async Task AGateThatIsKilledInARotationGoesOn()
    {
        int port = LoopbackPorts.Free();
        GateProcess gate = await StartAsync(port, "certificateLifetime: 30s, certificateOverlap: 4s");
        await cluster.RegisterAsync(port);
        await cluster.TrustedAsync(Exempt);
        string before = await ConnectAsync(port);
        await cluster.Admin.UntilAsync(Secret, s => s.GetProperty("data").TryGetProperty("next.crt", out _), "in a rotation");
        await gate.KillAsync();
        await gate.DisposeAsync();
        await using GateProcess again = await StartAsync(port, "certificateLifetime: 30s, certificateOverlap: 4s");
        Assert.Equal(before, await ConnectAsync(port));
        await UpdateAsync(1);
        await cluster.Admin.UntilAsync(Secret, s => s.GetProperty("data").TryGetProperty("promoted", out _), "promoted");
        await UpdateAsync(2);
    }

    [ClusterFact]
    public async Task WhoTakesTheBundleAwayIsRepairedAndWhoWeakensTheRegistrationIsReported()
    {
        int port = LoopbackPorts.Free();
        await using GateProcess gate = await StartAsync(port, "certificateOverlap: 1m");
        await cluster.RegisterAsync(port);
        await cluster.TrustedAsync(Exempt);
        JsonArray damage = (JsonArray)JsonNode.Parse("""[{"op":"remove","path":"/webhooks/0/clientConfig/caBundle"},{"op":"replace","path":"/webhooks/0/failurePolicy","value":"Ignore"}]""")!;
        _ = (await cluster.Admin.SendAsync(HttpMethod.Patch, Registration.Path, damage, "application/json-patch+json")).Document;
        await gate.LineAsync(l => l.Contains("Somebody changed caBundle", StringComparison.Ordinal), "the repair");
        await gate.LineAsync(l => l.Contains("failurePolicy of", StringComparison.Ordinal), "the weakened policy");
        Assert.Contains("gate_webhook_registration_faults 1", await gate.Status.GetStringAsync("metrics"));
        await UntilUpdatedAsync();
    }

    [ClusterFact]
    public async Task OthersReadNoKey()
    {
        await using GateProcess gate = await StartAsync(LoopbackPorts.Free(), "certificateOverlap: 1m");
        await cluster.Admin.UntilAsync(Secret, _ => true, "there");
        using KubeClient other = cluster.Speaking("system:serviceaccount:attestation:other", "system:serviceaccounts", "system:authenticated");
        Assert.Equal(403, (int)(await other.GetAsync(Secret)).Status);
    }

    private async Task<GateProcess> StartAsync(int port, string certificate)
    {
        var file = new GateFile(cluster, site!, "csr: {enabled: false}", "ladder: {enabled: false}", $"exempt: [{Exempt}]",
            $"webhook: {{listen: 'https://127.0.0.1:{port}', url: 'https://127.0.0.1:{port}', certificateCheck: 200ms, {certificate}}}") { Kubeconfig = kubeconfig };
        files.Add(file);
        return await GateProcess.StartAsync(file);
    }

    private static JsonObject Labels(int value) => new() { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["request"] = $"{value}" } } };

    private async Task UpdateAsync(int value) => _ = (await cluster.Admin.PatchAsync($"{KubeNodes.Path}/{Exempt}", Labels(value))).Document;

    private async Task UntilUpdatedAsync()
    {
        for (int i = 0; !(await cluster.Admin.PatchAsync($"{KubeNodes.Path}/{Exempt}", Labels(i))).IsGood; i++)
        {
            Assert.True(i < 100, "the webhook never answered again");
            await Task.Delay(100);
        }
    }

    /// <summary>A new TLS connection by somebody who believes what stands in caBundle.</summary>
    /// <returns>Thumbprint of the serving certificate.</returns>
    private async Task<string> ConnectAsync(int port)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(await cluster.BundleAsync());
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port);
        await using var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", CertificateChainPolicy = policy });
        return ((X509Certificate2)tls.RemoteCertificate!).Thumbprint;
    }
}
