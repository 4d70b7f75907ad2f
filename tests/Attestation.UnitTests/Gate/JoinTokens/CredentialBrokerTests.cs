using System.Text.Json;
using Attestation.Gate.Configuration;
using Attestation.Gate.JoinTokens;
using Attestation.Gate.Verdicts;

namespace Attestation.UnitTests.Gate.JoinTokens;

public sealed class CredentialBrokerTests
{
    [Fact]
    public async Task ANodeWithAGoodVerdictGetsATokenThatOnlyItCanRead()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        (Credential? credential, _, _) = await world.Broker.GiveAsync(world.Request(), CancellationToken.None);
        JsonElement read = world.Decrypt(credential!.Jwe);
        Assert.Equal(["token", "expires", "server", "ca"], read.EnumerateObject().Select(m => m.Name));
        Assert.Equal("https://api.example.com:6443", read.GetProperty("server").GetString());
        Assert.Equal("a certificate in PEM", read.GetProperty("ca").GetString());
        Assert.Equal("2026-11-21T09:10:00Z", read.GetProperty("expires").GetString());
        string made = BrokerWorld.SecretName;
        Assert.Equal($"{world.Cluster.Value(made, "token-id")}.{world.Cluster.Value(made, "token-secret")}", read.GetProperty("token").GetString());
    }

    [Fact]
    public async Task TheSecretIsForAuthenticationOnlyAndForThisNode()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        await world.AskAsync();
        string made = BrokerWorld.SecretName;
        string[] keys = [.. world.Cluster.Secrets[made]["data"]!.AsObject().Select(m => m.Key).Order(StringComparer.Ordinal)];
        Assert.Equal(["auth-extra-groups", "description", "expiration", "token-id", "token-secret", "usage-bootstrap-authentication"], keys);
        Assert.Equal("bootstrap.kubernetes.io/token", world.Cluster.Secrets[made]["type"]!.GetValue<string>());
        Assert.Equal("system:bootstrappers:attestation,system:bootstrappers:attestation:worker-1", world.Cluster.Value(made, "auth-extra-groups"));
        Assert.Equal("2026-11-21T09:10:00Z", world.Cluster.Value(made, "expiration"));
        Assert.Equal("true", world.Cluster.Value(made, "usage-bootstrap-authentication"));
        Assert.Contains("PartialObjectMetadata", world.Cluster.Accepted[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATokenEndsWithItsVerdict()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        world.Put(world.Verdict() with { Expires = BrokerWorld.Start.AddSeconds(90.5) });
        await world.AskAsync();
        Assert.Equal("2026-11-21T09:01:30Z", world.Cluster.Value(BrokerWorld.SecretName, "expiration"));
    }

    [Fact]
    public async Task ANewTokenTakesTheOldOnesPlace()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        await world.AskAsync();
        string first = world.Cluster.Value(BrokerWorld.SecretName, "token-secret");
        await world.AskAsync();
        Assert.Single(world.Cluster.Secrets);
        Assert.NotEqual(first, world.Cluster.Value(BrokerWorld.SecretName, "token-secret"));
    }

    [Fact]
    public async Task WhereTheVerdictTurnsMeanwhileTheTokenGoes()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        world.Cluster.Fails = asked =>
        {
            if (asked.StartsWith("POST", StringComparison.Ordinal))
                world.Put(world.Verdict() with { State = VerdictState.Revoked });
            return 0;
        };
        Assert.Equal("gate.verdict.revoked", await world.AskAsync());
        Assert.Single(world.Cluster.Secrets);
        await world.Ledger.DeleteDueAsync(CancellationToken.None);
        Assert.Empty(world.Cluster.Secrets);
    }

    [Fact]
    public async Task RequestsWithAnotherKeyDoNotUseUpTheNodesBudget()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        NodeVerdict good = world.Verdict();
        world.Put(good with { SecretsKeySha256 = new string('0', 64) });
        for (int i = 0; i < 10; i++)
            Assert.Equal("gate.join.secrets-key", await world.AskAsync());
        world.Put(world.Verdict());
        Assert.Equal("given", await world.AskAsync());
    }

    [Fact]
    public async Task ANodesOwnBudgetIsRefilled()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        for (int i = 0; i < BrokerWorld.Usual.PerNode; i++)
            Assert.Equal("given", await world.AskAsync());
        (_, GateDenial? denial, TimeSpan wait) = await world.Broker.GiveAsync(world.Request(), CancellationToken.None);
        Assert.Equal("gate.join.rate", denial!.Code.Id);
        Assert.Equal(TimeSpan.FromSeconds(20), wait);
        world.Clock.Now += wait;
        Assert.Equal("given", await world.AskAsync());
    }

    [Fact]
    public async Task ACertificateIsAskedForInTheNodesStead()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        world.Cluster.Signs = StandInCluster.Issue;
        (Credential? credential, _, _) = await world.Broker.GiveAsync(world.Request(CredentialKind.ClientCertificate), CancellationToken.None);
        JsonElement read = world.Decrypt(credential!.Jwe);
        Assert.Equal(["certificate", "server", "ca"], read.EnumerateObject().Select(m => m.Name));
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", read.GetProperty("certificate").GetString(), StringComparison.Ordinal);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddYears(80), credential.Expires);
        Assert.Equal("kubernetes.io/kube-apiserver-client-kubelet", world.Cluster.Requests.Values.Single()["spec"]!["signerName"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("another key", "O=system:nodes, CN=system:node:worker-1", "gate.csr.key")]
    [InlineData("another node", "O=system:nodes, CN=system:node:worker-2", "gate.csr.requester")]
    [InlineData("another organisation", "O=system:masters, CN=system:node:worker-1", "gate.csr.subject")]
    public async Task ARequestThatTheApproverWouldDenyIsNotFiled(string description, string subject, string code)
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var text = new CertificateRequestText(subject, code == "gate.csr.key" ? other : world.KubeletKey);
        JoinRequest request = world.Request(CredentialKind.ClientCertificate) with { CertificateRequest = System.Text.Encoding.ASCII.GetBytes(text.Pem) };
        (_, GateDenial? denial, _) = await world.Broker.GiveAsync(request, CancellationToken.None);
        Assert.True(denial?.Code.Id == code, $"{description}: {denial?.Code.Id}");
        Assert.Empty(world.Cluster.Requests);
    }

    [Fact]
    public async Task AKindThatTheSettingsDoNotNameIsRefused()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync(BrokerWorld.Usual with { Kinds = [CredentialKind.BootstrapToken] });
        Assert.Equal("gate.join.kind", await world.AskAsync(CredentialKind.ClientCertificate));
        Assert.Equal("given", await world.AskAsync());
    }
}
