using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Appraisal.Nodes;

public sealed class NodeAppraisalTests
{
    public static TheoryData<string> Boots => [.. NodeBoots.WithEventLog];

    [Theory]
    [MemberData(nameof(Boots))]
    public void AGenuineBootIsRefusedForWhatIsNotComparedAndNothingElse(string boot)
    {
        using var bench = new NodeBench(boot, NodeBoots.Banks);
        bench.Policy = bench.Policy with { Node = bench.Policy.Node with { SecureBoot = boot != "boot-30-sb-setup-mode-linuxefi" } };
        AppraisalResult result = bench.Appraise();
        Assert.Equal(NodeBench.Uncompared, NodeBench.Refusals(result));
        Assert.Equal("worker-1", result.Node!.NodeName);
        Assert.Equal(2, result.Vector.InstanceIdentity);
        Assert.Equal(2, result.Vector.Hardware);
        Assert.NotNull(result.UpdatedNodeHistory);
    }

    [Fact]
    public void AnAllowListEarnsNoHardware()
    {
        using var bench = new NodeBench();
        bench.Enrolled = bench.Enrolled! with { Anchor = Attestation.Appraisal.Nodes.EnrolledNode.AllowList };
        Assert.Equal(0, bench.Appraise().Vector.Hardware);
    }

    [Fact]
    public void AnUnknownKeyIsJudgedToTheEndAndNotRemembered()
    {
        using var bench = new NodeBench { Unknown = true };
        bench.Maker.SetPcr((ushort)PcrBank.Sha256, 4, [.. Enumerable.Repeat((byte)1, 32)]);
        AppraisalResult result = bench.Appraise();
        Assert.Contains(NodeReasons.NotEnrolled, NodeBench.Refusals(result));
        Assert.Contains(EventLogReasons.Mismatch, NodeBench.Refusals(result));
        Assert.Null(result.UpdatedNodeHistory);
        Assert.Equal(97, result.Vector.InstanceIdentity);
    }
}
