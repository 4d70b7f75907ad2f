using Attestation.Appraisal.Results;
using Attestation.Formats.Ear;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Appraisal.Nodes;

public sealed class NodeDiceTests
{
    [Fact]
    public void TheEnrolledIdentityIsJudgedBesideTheNode()
    {
        using var node = new DiceNode();
        AppraisalResult result = node.Bench.Appraise();
        Assert.Equal(AppraisalStatus.Affirming, result.DiceIdentity!.Status);
        Assert.Equal(result.Device!.UdsKeyThumbprint, node.Bench.Enrolled!.UdsKeyThumbprint);
        Assert.NotNull(result.UpdatedHistory);
        EarClaims claims = EarBuilder.Build(result, NodeBench.Nonce, TimeSpan.FromMinutes(1), EarDialect.Draft, "us", "1");
        Assert.Equal(EarStatus.Affirming, claims.Submodules["device"].Status);
        Assert.Equal(EarStatus.Contraindicated, claims.Submodules["node"].Status);
    }

    [Fact]
    public void LayersAreComparedWhereReferenceValuesStateThem()
    {
        using var node = new DiceNode();
        node.Bench.Endorsements = node.Known;
        node.Bench.Enrolled = node.Bench.Enrolled! with { Class = node.KnownClass };
        AppraisalResult result = node.Bench.Appraise();
        Assert.Equal(AppraisalStatus.Affirming, result.DiceIdentity!.Status);
        Assert.NotEmpty(result.DiceIdentity.Compared);
    }

    [Fact]
    public void AnotherDevicesIdentityIsNotAnchored()
    {
        using var node = new DiceNode();
        node.Bench.Endorsements = node.Known;
        node.Bench.Maker.DeviceEvidence = node.OtherIdentity;
        AppraisalResult result = node.Bench.Appraise();
        Assert.Contains(result.DiceIdentity!.Findings, f => f.Code == DiceReasons.Anchor);
        Assert.Equal(AppraisalStatus.Contraindicated, result.Status);
        Assert.DoesNotContain(result.Findings, f => f.Code == DiceReasons.Anchor);
    }

    [Fact]
    public void AnIdentityThatTheQuoteDoesNotBindIsRefused()
    {
        using var node = new DiceNode();
        AppraisalResult result = node.Bench.Appraise(members => members.Remove(10));
        Assert.Contains(NodeReasons.DiceBinding, NodeBench.Refusals(result));
        Assert.Null(result.DiceIdentity);
    }
}
