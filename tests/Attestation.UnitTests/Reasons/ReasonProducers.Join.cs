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
        [GateReasons.JoinVerdict] = () => Joined(_ => Task.FromResult(JoinAttempt.NodeOf(new AttestationResult(
            new Attempt(DateTimeOffset.UnixEpoch, AttemptOutcome.Refused, ["node.pcr"], null, null, null, null), null, null, null)))),
        [GateReasons.JoinGateUnreachable] = () => Joined(async _ =>
        {
            using var gate = new GateClient(new VerifierOptions { Role = "gate", Address = Nobody("http") });
            using var secrets = new SecretsKey();
            await gate.TokenAsync(JoinSite.Node, secrets, CancellationToken.None);
        }),
        [GateReasons.JoinRefused] = () => Joined(async site =>
        {
            site.Gate = _ => (403, JoinSite.Problem("gate.verdict.refused"));
            using var gate = new GateClient(site.Join.Gate);
            using var secrets = new SecretsKey();
            await gate.TokenAsync(JoinSite.Node, secrets, CancellationToken.None);
        }),
        [GateReasons.JoinCredential] = () => Joined(site =>
        {
            site.Gate = asked => (200, site.Credential(asked, content => content.Remove("token")));
            return JoinerTests.JoinAsync(site);
        }),
        [GateReasons.JoinCluster] = () => Joined(site =>
        {
            site.Gate = asked => (200, site.Credential(asked, content => content["server"] = Nobody("https").AbsoluteUri));
            return JoinerTests.JoinAsync(site);
        }),
        [GateReasons.JoinDenied] = () => Joined(site =>
        {
            site.Decide = (request, _) => JoinSite.Conclude(request, "Denied", "gate.csr.key");
            return JoinerTests.JoinAsync(site);
        }),
        [GateReasons.JoinFailed] = () => Joined(site =>
        {
            site.Decide = (request, _) => JoinSite.Conclude(request, "Failed", "SignerValidationFailure");
            return JoinerTests.JoinAsync(site);
        }),
        [GateReasons.JoinTimeout] = () => Joined(site =>
        {
            site.Decide = (_, _) => { };
            return JoinerTests.JoinAsync(site, wait: TimeSpan.Zero);
        }),
        [GateReasons.JoinCertificate] = () => Joined(site =>
        {
            site.Decide = (request, _) => site.Issue(request, "CN=system:node:other, O=system:nodes");
            return JoinerTests.JoinAsync(site);
        }),
        [GateReasons.JoinKey] = () => Joined(site => new TpmSeal(site.Options, null).UnsealAsync(new SealedKey([], [0, 1], [], null), CancellationToken.None)),
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
