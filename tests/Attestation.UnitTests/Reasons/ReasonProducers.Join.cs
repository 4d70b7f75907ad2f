using System.Net;
using System.Net.Sockets;
using Attestation.Formats.Reasons;
using Attestation.NodeAgent.Joining;
using Attestation.NodeAgent.Running;
using Attestation.NodeAgent.State;
using Attestation.NodeAgent.Verifiers;
using Attestation.UnitTests.NodeAgent.Joining;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Joins => new()
    {
        [JoinReasons.Verdict] = () => Joined(_ => Task.FromResult(JoinAttempt.NodeOf(new AttestationResult(
            new Attempt(DateTimeOffset.UnixEpoch, AttemptOutcome.Refused, ["node.pcr"], null, null, null, null), null, null, null)))),
        [JoinReasons.GateUnreachable] = () => Joined(async _ =>
        {
            using var gate = new GateClient(new VerifierOptions { Role = "gate", Address = Nobody("http") });
            using var secrets = new SecretsKey();
            await gate.TokenAsync(JoinSite.Node, secrets, CancellationToken.None);
        }),
        [JoinReasons.Refused] = () => Joined(async site =>
        {
            site.Gate = _ => (403, JoinSite.Problem("gate.verdict.refused"));
            using var gate = new GateClient(site.Join.Gate);
            using var secrets = new SecretsKey();
            await gate.TokenAsync(JoinSite.Node, secrets, CancellationToken.None);
        }),
        [JoinReasons.Credential] = () => Joined(site =>
        {
            site.Gate = asked => (200, site.Credential(asked, content => content.Remove("token")));
            return JoinerTests.JoinAsync(site);
        }),
        [JoinReasons.Cluster] = () => Joined(site =>
        {
            site.Gate = asked => (200, site.Credential(asked, content => content["server"] = Nobody("https").AbsoluteUri));
            return JoinerTests.JoinAsync(site);
        }),
        [JoinReasons.Denied] = () => Joined(site =>
        {
            site.Decide = (request, _) => JoinSite.Conclude(request, "Denied", "gate.csr.key");
            return JoinerTests.JoinAsync(site);
        }),
        [JoinReasons.Failed] = () => Joined(site =>
        {
            site.Decide = (request, _) => JoinSite.Conclude(request, "Failed", "SignerValidationFailure");
            return JoinerTests.JoinAsync(site);
        }),
        [JoinReasons.Timeout] = () => Joined(site =>
        {
            site.Decide = (_, _) => { };
            return JoinerTests.JoinAsync(site, wait: TimeSpan.Zero);
        }),
        [JoinReasons.Certificate] = () => Joined(site =>
        {
            site.Decide = (request, _) => site.Issue(request, "CN=system:node:other, O=system:nodes");
            return JoinerTests.JoinAsync(site);
        }),
        [JoinReasons.Key] = () => Joined(site => new TpmSeal(site.Options, null).UnsealAsync(new SealedKey([], [0, 1], [], null), CancellationToken.None)),
    };

    private static ReasonCode[] Joined(Func<JoinSite, Task> join) => [JoinedAsync(join).GetAwaiter().GetResult()];

    private static async Task<ReasonCode> JoinedAsync(Func<JoinSite, Task> join)
    {
        await using JoinSite site = await JoinSite.StartAsync();
        return (await Assert.ThrowsAsync<JoinFailure>(() => join(site))).Reason;
    }

    /// <summary>A port of this machine on which nobody listens.</summary>
    private static Uri Nobody(string scheme)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        return new Uri($"{scheme}://{taken.LocalEndpoint}/");
    }
}
