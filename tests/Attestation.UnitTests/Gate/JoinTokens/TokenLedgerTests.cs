using Attestation.Gate.JoinTokens;
using Attestation.Gate.Kubernetes;

namespace Attestation.UnitTests.Gate.JoinTokens;

public sealed class TokenLedgerTests
{
    private static readonly string Id = TokenId.Of(BrokerWorld.Prefix, BrokerWorld.Node);

    [Fact]
    public async Task AUsedTokenGoesAfterItsGrace()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        await world.AskAsync();
        world.Ledger.Used(By($"system:bootstrap:{Id}", "system:bootstrappers:attestation:worker-1"));
        await StepAsync(world, TimeSpan.FromSeconds(29));
        Assert.Single(world.Cluster.Secrets);
        await StepAsync(world, TimeSpan.FromSeconds(1));
        Assert.Empty(world.Cluster.Secrets);
    }

    [Theory]
    [InlineData("a kubelet that renews", "system:node:worker-1", "system:nodes")]
    [InlineData("a token that the gate did not make", "system:bootstrap:abcdef", "system:bootstrappers:kubeadm:default-node-token")]
    [InlineData("another token in the gate's group", "system:bootstrap:abcdef", "system:bootstrappers:attestation:worker-1")]
    public async Task WhoUsedNoneOfTheGatesTokensUsesNoneUp(string description, string user, string group)
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        await world.AskAsync();
        world.Ledger.Used(By(user, group));
        await StepAsync(world, TimeSpan.FromMinutes(1));
        Assert.True(world.Cluster.Secrets.Count == 1, description);
    }

    [Fact]
    public async Task AnExpiredTokenGoes()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        await world.AskAsync();
        await StepAsync(world, TimeSpan.FromMinutes(10));
        Assert.Empty(world.Cluster.Secrets);
        Assert.Equal(0, world.Ledger.Waiting);
    }

    [Fact]
    public async Task AWithdrawnTokenGoesAtOnceAlsoWhereAnotherReplicaMadeIt()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        await world.AskAsync();
        TokenLedger other = Replica(world);
        other.Withdraw(BrokerWorld.Node);
        await other.DeleteDueAsync(CancellationToken.None);
        Assert.Empty(world.Cluster.Secrets);
    }

    [Fact]
    public async Task ATokenThatAnotherReplicaMadeMeanwhileDoesNotGoWithTheOldOne()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        await world.AskAsync();
        using BootstrapToken newer = await Replica(world).IssueAsync(BrokerWorld.Node, world.Clock.Now.AddMinutes(20), CancellationToken.None);
        await StepAsync(world, TimeSpan.FromMinutes(11));
        Assert.Single(world.Cluster.Secrets);
        Assert.Equal(0, world.Ledger.Waiting);
    }

    [Fact]
    public async Task ANewTokenIsNotDeletedForItsPredecessorsUse()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        await world.AskAsync();
        world.Ledger.Used(By($"system:bootstrap:{Id}", "system:bootstrappers:attestation:worker-1"));
        await world.AskAsync();
        await StepAsync(world, TimeSpan.FromMinutes(1));
        Assert.Single(world.Cluster.Secrets);
    }

    [Fact]
    public async Task WhatTheServerDoesNotAnswerIsDeletedLater()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        await world.AskAsync();
        world.Ledger.Withdraw(BrokerWorld.Node);
        world.Cluster.Fails = asked => asked.StartsWith("DELETE", StringComparison.Ordinal) ? 500 : 0;
        await world.Ledger.DeleteDueAsync(CancellationToken.None);
        Assert.Single(world.Cluster.Secrets);
        world.Cluster.Fails = _ => 0;
        await StepAsync(world, TimeSpan.FromSeconds(5));
        Assert.Empty(world.Cluster.Secrets);
    }

    [Fact]
    public async Task WithdrawingWhatIsNotThereIsDone()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        world.Ledger.Withdraw("worker-2");
        await world.Ledger.DeleteDueAsync(CancellationToken.None);
        Assert.Equal(0, world.Ledger.Waiting);
    }

    private static TokenLedger Replica(BrokerWorld world) =>
        new(world.Cluster.Server, BrokerWorld.Prefix, world.Settings, world.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<TokenLedger>.Instance);

    private static async Task StepAsync(BrokerWorld world, TimeSpan step)
    {
        world.Clock.Now += step;
        await world.Ledger.DeleteDueAsync(CancellationToken.None);
    }

    private static CertificateSigningRequestSpec By(string user, string group) => new() { Username = user, Groups = ["system:authenticated", "system:bootstrappers", group] };
}
