using Attestation.Formats.Ear;
using Attestation.Gate.ForwardAuth;
using Attestation.Gate.Verdicts;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Gate.Verdicts;
using static Attestation.UnitTests.Gate.ForwardAuth.ForwardSamples;

namespace Attestation.UnitTests.Gate.ForwardAuth;

public sealed class ForwardJudgeTests
{
    [Fact]
    public void AGoodResultLetsThroughAndNamesItsNode()
    {
        ForwardAnswer answer = Judge().Judge(Request(token: NodeToken()), Now);
        Assert.Equal((200, null), (answer.Status, answer.Reason));
        Assert.Equal(
            [
                ("X-Attestation-Policy", "default"), ("X-Attestation-Subject", "worker-1"), ("X-Attestation-Status", "affirming"),
                ("X-Attestation-Expires", "2026-11-21T09:10:00Z"), ("X-Attestation-Node", "worker-1"), ("X-Attestation-Node-Id", VerdictSamples.Node()),
            ], answer.Headers);
    }

    public static TheoryData<string, string, string?, string?, int, string> Refused => new()
    {
        { "no policy of that name", "other", NodeToken(), null, 403, "forward.policy" },
        { "no result", "default", null, null, 401, "forward.missing" },
        { "garbage for a result", "default", "x", null, 401, "result.form" },
        { "a key nobody pinned", "default", EarWriter.SignJwt(VerdictSamples.Claims(), TestKeys.P384), null, 401, "result.key" },
        { "a refusing result", "default", NodeToken(EarStatus.Contraindicated), null, 403, "result.status" },
        { "a warning where affirming is wanted", "default", NodeToken(EarStatus.Warning), null, 403, "result.status" },
        { "no certificate where the key counts", "bound", DeviceToken(), null, 401, "forward.missing" },
        { "a certificate of another form", "bound", DeviceToken(), "By=x", 403, "forward.certificate" },
        { "a certificate of another key", "bound", DeviceToken(TestKeys.P384.PublicKey), Nginx(Chain[0]), 403, "result.held-key" },
        { "a chain without its middle", "chain", null, Nginx(Chain[0]), 403, "dice.chain.anchor" },
        { "no certificate where the chain counts", "chain", null, null, 401, "forward.missing" },
        { "a certificate without the result", "bound", null, Nginx(Chain[0]), 401, "forward.missing" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void EverythingElseIsRefusedWithItsReason(string description, string policy, string? token, string? certificate, int status, string reason)
    {
        ForwardAnswer answer = Judge().Judge(Request(policy, token, certificate), Now);
        Assert.True((status, reason) == (answer.Status, answer.Reason?.Id), $"{description}: {answer.Status} {answer.Reason} {answer.Detail}");
        Assert.Empty(answer.Headers);
    }

    [Fact]
    public void TheAttestedKeyAndTheChainLetThrough()
    {
        ForwardAnswer bound = Judge().Judge(Request("bound", DeviceToken(), Nginx(Chain[0])), Now);
        Assert.True(bound.Status == 200, bound.Detail);
        ForwardAnswer chain = Judge().Judge(Request("chain", certificate: Nginx(Chain[0]), ownChain: OwnChain), Now);
        Assert.True(chain.Status == 200, chain.Detail);
        Assert.Contains(("X-Attestation-Status", "certified"), chain.Headers);
        ForwardAnswer both = Judge().Judge(Request("both", DeviceToken(), Nginx(Chain[0]), OwnChain), Now);
        Assert.True(both.Status == 200, both.Detail);
        Assert.Equal("result.subject", Judge().Judge(Request("both", DeviceToken(id: new string('0', 64)), Nginx(Chain[0]), OwnChain), Now).Reason?.Id);
        Assert.Equal("forward.certificate", Judge().Judge(Request("chain", certificate: Nginx(Chain[0]), ownChain: "??"), Now).Reason?.Id);
    }

    /// <summary>Certificates that a client sends along complete what the proxy hands on; they never replace it.</summary>
    [Fact]
    public void AClientsOwnChainCannotChangeTheKeyItHolds()
    {
        string theirs = string.Join(',', Chain.Select(c => Convert.ToBase64String(c.Span)));
        using var other = new CertificateOfAStranger();
        ForwardAnswer answer = Judge().Judge(Request("both", DeviceToken(), Nginx(other.Der), theirs), Now);
        Assert.Equal(403, answer.Status);
    }

    public static TheoryData<string, string, int, string> Followed => new()
    {
        { "revoked", "revoked", 403, "gate.verdict.revoked" },
        { "retired", "retired", 403, "gate.verdict.ended" },
        { "followed by a bad one", "refused", 403, "gate.verdict.refused" },
        { "of another attestation key by now", "superseded", 403, "gate.verdict.ended" },
        { "unknown to the feed", "missing", 403, "gate.verdict.missing" },
        { "asked for before the feed was read", "unread", 503, "gate.verifier.unknown" },
    };

    [Theory]
    [MemberData(nameof(Followed))]
    public void AnUnexpiredResultOfANodeIsHeldAgainstTheFeed(string description, string feed, int status, string reason)
    {
        NodeVerdict verdict = VerdictSamples.Verdict();
        VerdictCache cache = feed switch
        {
            "revoked" => VerdictSamples.Loaded(verdict with { State = VerdictState.Revoked }),
            "retired" => VerdictSamples.Loaded(verdict with { State = VerdictState.Retired }),
            "refused" => VerdictSamples.Loaded(verdict with { Status = VerdictStatus.Contraindicated }),
            "superseded" => VerdictSamples.Loaded(VerdictSamples.Verdict(node: '1')),
            "missing" => VerdictSamples.Loaded(),
            _ => new VerdictCache(new ManualClock(Now)),
        };
        ForwardAnswer answer = Judge(cache).Judge(Request(token: NodeToken()), Now);
        Assert.True((status, reason) == (answer.Status, answer.Reason?.Id), $"{description}: {answer.Status} {answer.Reason} {answer.Detail}");
        Assert.Equal(200, Judge(cache).Judge(Request("warnings", NodeToken(EarStatus.Warning)), Now).Status); // a policy may go without the feed
    }

    /// <summary>The second request of each pair costs no signature; it is judged all the same.</summary>
    [Fact]
    public void WhatIsRememberedExpiresAndIsRevoked()
    {
        VerdictCache cache = VerdictSamples.Loaded(VerdictSamples.Verdict());
        ForwardJudge judge = Judge(cache);
        string token = NodeToken();
        Assert.Equal(200, judge.Judge(Request(token: token), Now).Status);
        Assert.Equal("result.expired", judge.Judge(Request(token: token), Now.AddMinutes(10)).Reason?.Id);
        Assert.Equal("result.too-old", judge.Judge(Request("warnings", token), Now.AddMinutes(2)).Reason?.Id);
        Assert.Equal(200, judge.Judge(Request(token: token), Now).Status);
        cache.Put(VerdictSamples.Verdict() with { State = VerdictState.Revoked, Sequence = 2 });
        Assert.Equal("gate.verdict.revoked", judge.Judge(Request(token: token), Now).Reason?.Id);
        judge.Believe(new Attestation.RelyingParty.Keys.ResultKeys(TestKeys.P384.PublicKey));
        Assert.Equal("result.key", judge.Judge(Request(token: token), Now).Reason?.Id);
    }

    [Fact]
    public void WithoutTheVerifiersKeyNobodyIsLetThrough()
    {
        ForwardAnswer answer = Judge(keys: false).Judge(Request(token: NodeToken()), Now);
        Assert.Equal((503, "gate.verifier.unknown"), (answer.Status, answer.Reason?.Id));
        Assert.Equal(200, Judge(keys: false).Judge(Request("chain", certificate: Nginx(Chain[0]), ownChain: OwnChain), Now).Status);
    }

    [Fact]
    public void AHeaderThatComesTwiceIsRefused()
    {
        var twice = new ForwardRequest("default", [NodeToken(), NodeToken()], [], [], []);
        Assert.Equal("forward.header", Judge().Judge(twice, Now).Reason?.Id);
        Assert.Equal("forward.header", Judge().Judge(Request("chain") with { Certificates = [Nginx(Chain[0]), Nginx(Chain[0])] }, Now).Reason?.Id);
    }

    [Theory]
    [InlineData("a line feed", "a\nb", false)]
    [InlineData("a carriage return", "a\r", false)]
    [InlineData("a blank", "a b", false)]
    [InlineData("a comma", "a,b", false)]
    [InlineData("beyond ASCII", "é", false)]
    [InlineData("nothing", "", false)]
    [InlineData("a node's name", "worker-1.example", true)]
    public void OnlyNamesReachAHeader(string description, string value, bool safe) => Assert.True(ForwardAnswer.IsSafe(value) == safe, description);
}
