using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Ima;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Appraisal.Nodes;

/// <summary>The IMA list inside a node's appraisal; how entries are judged is tested with ImaAppraisal.</summary>
public sealed class NodeImaTests
{
    private static readonly NodePolicy Everything = NodePolicy.Default with { Ima = new NodeImaPolicy { Exclude = ["**"], MinimumHash = ImaHash.Sha1 } };

    [Fact]
    public void AListThatMatchesTheQuoteIsCountedAndItsStateKept()
    {
        using var bench = new NodeBench { Policy = Policy.Default with { Node = Everything } };
        AppraisalResult result = bench.Appraise();
        Assert.True(result.Ima!.Matched);
        Assert.Equal(bench.Maker.ImaLog!.Length, result.UpdatedNodeHistory!.Ima?.Offset ?? bench.Maker.ImaLog.Length);
    }

    [Fact]
    public void AListOfAnotherBootMatchesNothing()
    {
        using var bench = new NodeBench { Policy = Policy.Default with { Node = Everything } };
        bench.Maker.ImaLog![40] ^= 1;
        AppraisalResult result = bench.Appraise();
        Assert.Contains(ImaReasons.NoPrefix, NodeBench.Refusals(result));
        Assert.Null(result.UpdatedNodeHistory!.Ima);
    }

    [Fact]
    public void AListFromAPlaceNobodyKnowsIsAskedForAgain()
    {
        using var bench = new NodeBench { Policy = Policy.Default with { Node = Everything } };
        (bench.Maker.ImaOffset, bench.Maker.ImaEntries) = (100, 2);
        Assert.Contains(ImaPolicyReasons.Resend, NodeBench.Refusals(bench.Appraise()));
    }
}
