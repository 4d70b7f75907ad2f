using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Attestation.SystemTests.Cluster.Joining;

/// <summary>A broker that dies, a verdict that ends, and a listener with a certificate.</summary>
[Collection(ClusterCollection.Name)]
public sealed class BrokerFailureTests(KubeCluster cluster)
{
    private const string Secrets = "api/v1/namespaces/kube-system/secrets";

    private readonly int _port = LoopbackPorts.Free();

    private BrokerClient Broker => new(new Uri($"http://127.0.0.1:{_port}/"));

    [ClusterFact]
    public async Task AGateThatIsKilledBetweenSecretAndAnswerLeavesNothingUsable()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var folder = new TemporaryFolder();
        await using InterposedServer between = await InterposedServer.StartAsync(cluster, folder.Path);
        using var file = new GateFile(cluster, site, RunningBroker.BrokerSection(_port)) { Kubeconfig = between.Kubeconfig };
        await using GateProcess first = await GateProcess.StartAsync(file);
        using JoiningNode node = await JoiningNode.GoodAsync(site, Broker, "killed");
        between.Answered = (method, path, status) => method == "POST" && path.EndsWith("/secrets", StringComparison.Ordinal) && status == 201 ? first.KillAsync() : Task.CompletedTask;
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Broker.AskAsync(node.Asking()));
        between.Answered = (_, _, _) => Task.CompletedTask;

        JsonElement orphan = Assert.Single(await TokensAsync(node.Name));
        string expiration = System.Text.Encoding.ASCII.GetString(orphan.GetProperty("data").GetProperty("expiration").GetBytesFromBase64());
        Assert.InRange(DateTimeOffset.Parse(expiration, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddMinutes(10));

        await using GateProcess second = await GateProcess.StartAsync(file);
        string token = await node.TokenAsync(Broker);
        JsonElement replaced = Assert.Single(await TokensAsync(node.Name));
        Assert.Equal($"bootstrap-token-{token[..6]}", replaced.GetProperty("metadata").GetProperty("name").GetString());
        Assert.NotEqual(orphan.GetProperty("metadata").GetProperty("uid").GetString(), replaced.GetProperty("metadata").GetProperty("uid").GetString());
        using KubeClient kubelet = await cluster.AccessAsync(new BootstrapToken(token[..6], token[7..]));
    }

    [ClusterFact]
    public async Task ATokenOfANodeThatWasRevokedWhileNoGateRanGoesWhenOneRunsAgain()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var file = new GateFile(cluster, site, RunningBroker.BrokerSection(_port));
        JoiningNode node;
        await using (GateProcess first = await GateProcess.StartAsync(file))
        {
            node = await JoiningNode.GoodAsync(site, Broker, "revoked-meanwhile");
            await node.TokenAsync(Broker);
            await first.KillAsync();
        }
        await node.Node.RevokeAsync();
        Assert.Single(await TokensAsync(node.Name));
        await using GateProcess second = await GateProcess.StartAsync(file);
        int left = 1;
        for (DateTime end = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < end && left > 0; await Task.Delay(200))
            left = (await TokensAsync(node.Name)).Length;
        Assert.Equal(0, left);
        node.Dispose();
    }

    [ClusterFact]
    public async Task ATokenEndsWithTheVerdictThatItWasGivenFor()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync("--ear-ttl", "6");
        using var file = new GateFile(cluster, site, RunningBroker.BrokerSection(_port));
        await using GateProcess gate = await GateProcess.StartAsync(file);
        using JoiningNode node = await JoiningNode.GoodAsync(site, Broker, "expired");
        BrokerAnswer answer = await Broker.AskAsync(node.Asking());
        string token = node.Open(answer.Jwe)!.Value.GetProperty("token").GetString()!;
        TimeSpan left = answer.Document.GetProperty("expires").GetDateTimeOffset() - DateTimeOffset.UtcNow;
        Assert.InRange(left, TimeSpan.Zero, TimeSpan.FromSeconds(6));
        await Task.Delay(left + TimeSpan.FromSeconds(1));
        using KubeClient kubelet = cluster.WithToken(token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await kubelet.GetAsync("api")).Status);
        Assert.Equal("gate.verdict.expired", (await Broker.AskAsync(node.Asking())).Code);
    }

    [ClusterFact]
    public async Task TheListenerTakesANewCertificateWhileItRuns()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var file = new GateFile(cluster, site);
        string section = $"tokens: {{enabled: true, listen: \"https://127.0.0.1:{_port}\", certificate: {file["join.crt"]}, key: {file["join.key"]}, certificateCheck: 1s}}";
        file.Sections.Add(section);
        string first = WriteCertificate(file);
        await using GateProcess gate = await GateProcess.StartAsync(file);
        Assert.Equal(first, await ServedAsync());
        string second = WriteCertificate(file);
        string served = first;
        for (DateTime end = DateTime.UtcNow.AddSeconds(20); DateTime.UtcNow < end && served == first; await Task.Delay(200))
            served = await ServedAsync();
        Assert.Equal(second, served);
    }

    /// <summary>The Secrets of a node's tokens.</summary>
    private async Task<JsonElement[]> TokensAsync(string node) =>
        [.. (await cluster.ItemsAsync($"{Secrets}?labelSelector={GateFile.Prefix}/token=join")).Where(s =>
            s.GetProperty("metadata").GetProperty("annotations").GetProperty($"{GateFile.Prefix}/node").GetString() == node)];

    /// <returns>The thumbprint of a fresh certificate.</returns>
    private static string WriteCertificate(GateFile file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = new CertificateRequest("CN=gate", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        File.WriteAllText(file["join.key"], key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(file["join.crt"], made.ExportCertificatePem());
        return made.Thumbprint;
    }

    private async Task<string> ServedAsync()
    {
        string served = "";
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => (served = certificate!.Thumbprint).Length > 0 };
        using var http = new HttpClient(handler);
        using HttpResponseMessage answer = await http.GetAsync($"https://127.0.0.1:{_port}/join/v1/credentials");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode); // only posts are answered
        return served;
    }
}
