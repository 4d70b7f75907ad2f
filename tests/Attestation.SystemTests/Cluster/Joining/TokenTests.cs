using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Attestation.SystemTests.Cluster.Joining;

/// <summary>Bootstrap tokens of the gate at a real API server.</summary>
[Collection(ClusterCollection.Name)]
public sealed class TokenTests(RunningBroker running) : IClassFixture<RunningBroker>
{
    private const string Secrets = "api/v1/namespaces/kube-system/secrets";

    private BrokerClient Broker => running.Broker;

    [ClusterFact]
    public async Task AGoodNodeJoinsWithItsTokenWhichIsGoneThen()
    {
        using JoiningNode node = await JoiningNode.GoodAsync(running.Site, Broker, "token-good.example");
        string token = await node.TokenAsync(Broker);
        using KubeClient kubelet = await AccessAsync(token);
        string request = await kubelet.AskForClientAsync(node.Node.Key.ClientRequest(node.Name));
        JsonElement asked = (await kubelet.GetAsync($"{CertificateRequests.Path}/{request}")).Document.GetProperty("spec");
        Assert.Equal($"system:bootstrap:{token[..6]}", asked.GetProperty("username").GetString());
        string[] groups = [.. asked.GetProperty("groups").EnumerateArray().Select(g => g.GetString()!)];
        Assert.Contains("system:bootstrappers:attestation", groups);
        Assert.Contains("system:bootstrappers:attestation:token-good:example", groups);

        Assert.Equal("Approved", (await running.Cluster.Admin.DecisionAsync(request)).Type);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", await kubelet.CertificateAsync(request), StringComparison.Ordinal);
        await GoneAsync(token);
        await RefusedAsync(token); // the API server keeps a success for ten seconds
    }

    [ClusterFact]
    public async Task TheSecretIsWhatKubernetesDefines()
    {
        using JoiningNode node = await JoiningNode.GoodAsync(running.Site, Broker, "token-form");
        string token = await node.TokenAsync(Broker);
        JsonElement secret = (await running.Cluster.Admin.GetAsync(PathOf(token))).Document;
        Assert.Equal("bootstrap.kubernetes.io/token", secret.GetProperty("type").GetString());
        Dictionary<string, string> data = secret.GetProperty("data").EnumerateObject().ToDictionary(m => m.Name, m => Encoding.UTF8.GetString(m.Value.GetBytesFromBase64()));
        Assert.Equal(token, $"{data["token-id"]}.{data["token-secret"]}");
        Assert.Equal("true", data["usage-bootstrap-authentication"]);
        Assert.False(data.ContainsKey("usage-bootstrap-signing"));
        Assert.InRange(DateTimeOffset.Parse(data["expiration"], System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddMinutes(10));
        Assert.Equal(node.Name, secret.GetProperty("metadata").GetProperty("annotations").GetProperty($"{GateFile.Prefix}/node").GetString());
    }

    [ClusterFact]
    public async Task AnotherNodeCannotReadIt()
    {
        using JoiningNode node = await JoiningNode.GoodAsync(running.Site, Broker, "token-mine");
        using JoiningNode other = await JoiningNode.GoodAsync(running.Site, Broker, "token-other");
        BrokerAnswer answer = await Broker.AskAsync(node.Asking());
        Assert.Null(other.Open(answer.Jwe));
        Assert.NotNull(node.Open(answer.Jwe));
    }

    [ClusterFact]
    public async Task ATokenDoesNotJoinAnotherNode()
    {
        using JoiningNode node = await JoiningNode.GoodAsync(running.Site, Broker, "token-lent");
        using JoiningNode other = await JoiningNode.GoodAsync(running.Site, Broker, "token-borrower");
        using KubeClient kubelet = await AccessAsync(await node.TokenAsync(Broker));
        string request = await kubelet.AskForClientAsync(other.Node.Key.ClientRequest(other.Name));
        Decision decision = await running.Cluster.Admin.DecisionAsync(request);
        Assert.Equal("Denied", decision.Type);
        Assert.Contains("gate.csr.requester", decision.Message, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task ATokenDoesNotJoinWithAKeyThatTheEvidenceDidNotBind()
    {
        using JoiningNode node = await JoiningNode.GoodAsync(running.Site, Broker, "token-other-key");
        using KubeClient kubelet = await AccessAsync(await node.TokenAsync(Broker));
        using var fresh = new KubeletKey();
        Decision decision = await running.Cluster.Admin.DecisionAsync(await kubelet.AskForClientAsync(fresh.ClientRequest(node.Name)));
        Assert.Equal("Denied", decision.Type);
        Assert.Contains("gate.csr.key", decision.Message, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task ANewTokenTakesTheOldOnesPlace()
    {
        using JoiningNode node = await JoiningNode.GoodAsync(running.Site, Broker, "token-twice");
        string first = await node.TokenAsync(Broker);
        string second = await node.TokenAsync(Broker);
        Assert.Equal(first[..6], second[..6]);
        Assert.NotEqual(first, second);
        using KubeClient kubelet = await AccessAsync(second);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(first));
    }

    [ClusterFact]
    public async Task ARevokedNodesTokenGoesAndItsRequestIsDenied()
    {
        using JoiningNode node = await JoiningNode.GoodAsync(running.Site, Broker, "token-revoked");
        string token = await node.TokenAsync(Broker);
        using KubeClient kubelet = await AccessAsync(token);
        await node.Node.RevokeAsync();
        await GoneAsync(token);
        KubeAnswer asked = await kubelet.PostAsync(CertificateRequests.Path, CertificateRequests.Object(node.Node.Key.ClientRequest(node.Name)));
        if (asked.IsGood) // within the ten seconds of the API server's memory
        {
            Decision decision = await running.Cluster.Admin.DecisionAsync(asked.Document.GetProperty("metadata").GetProperty("name").GetString()!);
            Assert.Contains("gate.verdict.revoked", decision.Message, StringComparison.Ordinal);
        }
        await Broker.AskUntilAsync(node.Asking(), "gate.verdict.revoked");
        await RefusedAsync(token);
    }

    [ClusterFact]
    public async Task ANodeThatTurnsBadLosesItsToken()
    {
        using JoiningNode node = await JoiningNode.GoodAsync(running.Site, Broker, "token-turned");
        string token = await node.TokenAsync(Broker);
        await node.Node.AttestBadAsync();
        await GoneAsync(token);
        BrokerAnswer refused = await Broker.AskUntilAsync(node.Asking(), "gate.verdict.refused");
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.DoesNotContain("boot.", refused.Document.GetRawText(), StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task WithoutAVerdictThereIsNothing()
    {
        using JoiningNode node = await JoiningNode.EnrolAsync(running.Site, "token-unjudged");
        Assert.Equal("gate.verdict.missing", (await Broker.AskAsync(node.Asking())).Code);
    }

    [ClusterFact]
    public async Task ForAnotherKeyThereIsNothing()
    {
        using JoiningNode node = await JoiningNode.GoodAsync(running.Site, Broker, "token-key");
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        BrokerAnswer refused = await Broker.AskAsync(node.Asking(key: other));
        Assert.Equal(("gate.join.secrets-key", HttpStatusCode.Forbidden), (refused.Code, refused.Status));
    }

    [ClusterFact]
    public async Task ANodeGetsOnlySoManyInAMinute()
    {
        using JoiningNode node = await JoiningNode.GoodAsync(running.Site, Broker, "token-greedy");
        for (int i = 0; i < RunningBroker.PerNode; i++)
            await node.TokenAsync(Broker);
        BrokerAnswer refused = await Broker.AskAsync(node.Asking());
        Assert.Equal(("gate.join.rate", HttpStatusCode.TooManyRequests), (refused.Code, refused.Status));
        Assert.NotNull(refused.RetryAfter);
    }

    [ClusterFact]
    public async Task TheLogNamesTokensByTheirPublicHalfOnly()
    {
        using JoiningNode node = await JoiningNode.GoodAsync(running.Site, Broker, "token-logged");
        string token = await node.TokenAsync(Broker);
        await running.Gate.LineAsync(l => l.Contains(token[..6], StringComparison.Ordinal), "the token's id");
        Assert.DoesNotContain(running.Gate.Lines, l => l.Contains(token[7..], StringComparison.Ordinal));
    }

    [ClusterFact]
    public async Task ACertificateIsIssuedToTheBoundKeyAndSentEncrypted()
    {
        using JoiningNode node = await JoiningNode.GoodAsync(running.Site, Broker, "certificate-good");
        BrokerAnswer answer = await Broker.AskAsync(node.Asking(node.Node.Key.ClientRequest(node.Name)));
        Assert.Equal(BrokerAnswer.Given, answer.Code);
        JsonElement read = node.Open(answer.Jwe)!.Value;
        Assert.Equal(running.Cluster.Address, new Uri(read.GetProperty("server").GetString()!));
        using var certificate = node.Node.Key.With(read.GetProperty("certificate").GetString()!);
        Assert.Equal("CN=system:node:certificate-good, O=system:nodes", certificate.Subject);
        using KubeClient kubelet = running.Cluster.WithCertificate(certificate);
        Assert.Equal(HttpStatusCode.Created, (await kubelet.RegisterAsync(node.Name)).Status);
    }

    [ClusterFact]
    public async Task NoCertificateIsIssuedToAnotherKey()
    {
        using JoiningNode node = await JoiningNode.GoodAsync(running.Site, Broker, "certificate-key");
        using var fresh = new KubeletKey();
        Assert.Equal("gate.csr.key", (await Broker.AskAsync(node.Asking(fresh.ClientRequest(node.Name)))).Code);
        Assert.Equal("gate.csr.requester", (await Broker.AskAsync(node.Asking(node.Node.Key.ClientRequest("token-good.example")))).Code);
    }

    private static string PathOf(string token) => $"{Secrets}/bootstrap-token-{token[..6]}";

    private Task<KubeClient> AccessAsync(string token) => running.Cluster.AccessAsync(new BootstrapToken(token[..6], token[7..]));

    private async Task GoneAsync(string token)
    {
        HttpStatusCode status = HttpStatusCode.OK;
        for (DateTime end = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < end && status != HttpStatusCode.NotFound; await Task.Delay(100))
            status = (await running.Cluster.Admin.GetAsync(PathOf(token))).Status;
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    private async Task RefusedAsync(string token)
    {
        HttpStatusCode status = HttpStatusCode.OK;
        for (DateTime end = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < end && status != HttpStatusCode.Unauthorized; await Task.Delay(250))
            status = await StatusAsync(token);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using KubeClient client = running.Cluster.WithToken(token);
        return (await client.GetAsync("api")).Status;
    }
}
