using Attestation.Gate.JoinTokens;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attestation.UnitTests.Gate.JoinTokens;

public sealed class TokenSweeperTests
{
    [Fact]
    public async Task AVerdictThatTurnsWhileTheLeadLapsesStillTakesTheToken()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        var lease = new LeaseClock();
        await using ScriptedServer leases = await ScriptedServer.StartAsync();
        leases.Answers = LeaseAsync;
        using ApiServer server = leases.AsApiServer();
        var election = new LeaderElection(server, "attestation", "gate", "me", LeaderTiming.Default, lease, NullLogger.Instance);
        var clock = new ManualClock(BrokerWorld.Start);
        await election.StepAsync(CancellationToken.None);
        using var sweeper = new TokenSweeper(world.Ledger, world.Verdicts, election, world.Settings, clock);
        await IssueAsync(world);
        world.Put(world.Verdict() with { State = VerdictState.Revoked, Appraisal = "02" });
        await sweeper.StartAsync(CancellationToken.None);
        await UntilGoneAsync(world, clock);

        await IssueAsync(world);
        lease.Move(LeaderTiming.Default.RenewDeadline);
        world.Put(world.Verdict() with { Status = VerdictStatus.Contraindicated, Appraisal = "03", At = BrokerWorld.Start });
        await election.StepAsync(CancellationToken.None); // before the sweeper looks at the lead again
        Assert.True(election.IsLeader);
        await UntilGoneAsync(world, clock);
        await sweeper.StopAsync(CancellationToken.None);
    }

    private static Task LeaseAsync(HttpContext context) => context.Request.Method == "GET"
        ? ScriptedServer.JsonAsync(context, "{}", 404)
        : ScriptedServer.JsonAsync(context, """{"metadata":{"name":"gate","resourceVersion":"1"},"spec":{"holderIdentity":"me"}}""");

    private static async Task IssueAsync(BrokerWorld world)
    {
        using BootstrapToken token = await world.Ledger.IssueAsync(BrokerWorld.Node, BrokerWorld.Start.AddMinutes(10), CancellationToken.None);
        Assert.Single(world.Cluster.Secrets);
    }

    private static Task UntilGoneAsync(BrokerWorld world, ManualClock clock) => ScriptedServer.UntilAsync(() =>
    {
        clock.Move(TimeSpan.FromMilliseconds(250));
        return world.Cluster.Secrets.Count == 0;
    }, "the token is gone");
}
