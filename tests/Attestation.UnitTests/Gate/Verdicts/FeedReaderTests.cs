using System.Text;
using Attestation.Formats.Ear;
using Attestation.Formats.Reasons;
using Attestation.Gate.Verdicts;
using Attestation.UnitTests.Formats;
using static Attestation.UnitTests.Gate.Verdicts.VerdictSamples;

namespace Attestation.UnitTests.Gate.Verdicts;

public sealed class FeedReaderTests
{
    [Fact]
    public void A_good_line_says_what_its_signed_result_says()
    {
        NodeVerdict verdict = Read(Line(TestKeys.P256))!;
        Assert.Equal(("worker-1", Node(), VerdictStatus.Affirming), (verdict.NodeName, verdict.Node, verdict.Status));
        Assert.Equal((Now, Now.AddMinutes(10), Now.AddSeconds(300)), (verdict.At, verdict.Expires, verdict.Next));
        Assert.Equal((KubeletKey, "a-0", 7L, VerdictState.Current), (verdict.KubeletKeySha256, verdict.Appraisal, verdict.Sequence, verdict.State));
    }

    [Fact]
    public void A_refusal_is_a_verdict_with_its_reasons()
    {
        NodeVerdict verdict = Read(Line(TestKeys.P256, Claims(EarStatus.Contraindicated)))!;
        Assert.Equal(VerdictStatus.Contraindicated, verdict.Status);
        Assert.Equal(["boot.kernel", "ima.file"], verdict.Reasons);
    }

    [Fact]
    public void The_worst_submodule_decides()
    {
        EarClaims claims = Claims();
        var submodules = new Dictionary<string, EarAppraisal>(claims.Submodules) { ["device"] = new EarAppraisal { Status = EarStatus.Contraindicated } };
        Assert.Equal(VerdictStatus.Contraindicated, Read(Line(TestKeys.P256, claims with { Submodules = submodules }))!.Status);
    }

    public static TheoryData<string, FeedVerdict, string> Disbelieved
    {
        get
        {
            FeedVerdict good = Line(TestKeys.P256);
            string[] parts = good.Ear!.Split('.');
            byte[] forged = Encoding.ASCII.GetBytes(parts[1]);
            forged[20] ^= 1;
            return new()
            {
                { "no result", good with { Ear = null }, "gate.result.claims" },
                { "no JWT", good with { Ear = "eyJ" }, "gate.result.signature" },
                { "a foreign key", Line(TestKeys.P384), "gate.result.signature" },
                { "a changed payload", good with { Ear = $"{parts[0]}.{Encoding.ASCII.GetString(forged)}.{parts[2]}" }, "gate.result.signature" },
                { "another node's result", good with { Node = Node('5') }, "gate.result.claims" },
                { "another node's name", good with { NodeName = "worker-2" }, "gate.result.claims" },
                { "no claims about a node", Line(TestKeys.P256, Claims(hasNode: false)), "gate.result.claims" },
                { "no name of the cluster", Line(TestKeys.P256, Claims(name: null)) with { NodeName = null }, "gate.result.claims" },
                { "no expiry", Line(TestKeys.P256, Claims() with { Expiration = null }), "gate.result.claims" },
                { "expired before it was issued", Line(TestKeys.P256, Claims() with { Expiration = Now.ToUnixTimeSeconds() }), "gate.result.claims" },
                { "an expiry beyond all calendars", Line(TestKeys.P256, Claims() with { Expiration = long.MaxValue }), "gate.result.claims" },
                { "from the future", Line(TestKeys.P256, Claims() with { IssuedAt = Now.AddMinutes(6).ToUnixTimeSeconds() }), "gate.result.claims" },
                { "no appraisal", good with { Appraisal = null }, "gate.result.claims" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Disbelieved))]
    public void Is_not_believed(string description, FeedVerdict line, string reason)
    {
        Assert.False(FeedReader.TryRead(line, TestKeys.P256.PublicKey, false, Now, out NodeVerdict? verdict, out GateDenial? denial), description);
        Assert.Null(verdict);
        Assert.Equal(reason, denial.Code.Id);
    }

    [Theory]
    [InlineData("current", VerdictState.Current)]
    [InlineData("revoked", VerdictState.Revoked)]
    [InlineData("retired", VerdictState.Retired)]
    [InlineData("superseded", VerdictState.Superseded)]
    [InlineData("something later versions say", VerdictState.Revoked)]
    public void An_unknown_state_lets_nobody_in(string state, VerdictState expected) => Assert.Equal(expected, Read(Line(TestKeys.P256, Claims(), state))!.State);

    [Fact]
    public void What_has_ended_needs_no_signature_and_stands_in_no_later_results_way()
    {
        FeedVerdict line = Line(TestKeys.P256, Claims(), "revoked") with { Ear = null, At = Now.AddYears(5) };
        NodeVerdict ended = FeedReader.Ended(line, Now)!;
        Assert.Equal((VerdictState.Revoked, VerdictStatus.None, Now), (ended.State, ended.Status, ended.At));
        VerdictCache cache = Loaded(ended);
        Assert.Equal(GateReasons.VerdictRevoked, cache.Check("worker-1", Now)?.Code);
        Assert.True(cache.Put(Verdict(second: 1, appraisal: "a-1")));
        Assert.Null(FeedReader.Ended(Line(TestKeys.P256) with { Ear = null }, Now));
    }

    private static NodeVerdict? Read(FeedVerdict line) =>
        FeedReader.TryRead(line, TestKeys.P256.PublicKey, false, Now, out NodeVerdict? verdict, out _) ? verdict : null;
}
