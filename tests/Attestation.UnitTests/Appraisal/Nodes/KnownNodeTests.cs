using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Appraisal.Nodes;

/// <summary>A node of which the verifier knows everything, under the default policy: affirmed; and each recorded difference refused for its own reason.</summary>
public sealed class KnownNodeTests
{
    [Theory]
    [InlineData("the known boot", NodeBoots.Good)]
    [InlineData("the same booted again", "boot-3-sb-on-again")]
    [InlineData("the same with another TPM device", "boot-22-sb-on-other-tpm-tis")]
    public void AKnownBootIsAffirmed(string what, string boot)
    {
        using NodeBench bench = Known(boot);
        AppraisalResult result = bench.Appraise();
        Assert.True(result.Status == AppraisalStatus.Affirming, what + string.Join('\n', result.Findings));
        Assert.Equal(new TrustVector(InstanceIdentity: 2, Configuration: 2, Executables: 2, FileSystem: 2, Hardware: 2), result.Vector);
        Assert.Equal(bench.Maker.ImaLog!.Length, result.UpdatedNodeHistory!.Ima!.Offset);
    }

    [Theory]
    [InlineData("one more word on the command line", "boot-4-cmdline", "boot.command-line")]
    [InlineData("another initramfs", "boot-5-initramfs", "boot.initrd")]
    [InlineData("one more binary executed", "boot-6-ima-extra-binary", "ima.not-allowed")]
    [InlineData("Secure Boot off", "boot-30-sb-setup-mode-linuxefi", "boot.secure-boot.off")]
    [InlineData("no log", "boot-21-sb-disabled-keys-enrolled", "node.log.boot-missing")]
    public void EachDifferenceHasItsReason(string what, string boot, string code)
    {
        using NodeBench bench = Known(boot);
        AppraisalResult result = bench.Appraise();
        Assert.True(result.Status == AppraisalStatus.Contraindicated, what);
        Assert.Contains(result.Findings, f => f.Code.Id == code && f.Severity == Severity.Refuse);
    }

    /// <summary>The next evidence has only what is new; here nothing is.</summary>
    [Fact]
    public void TheListGoesOnFromWhereItWasJudged()
    {
        using NodeBench bench = Known(NodeBoots.Good);
        bench.History = bench.Appraise().UpdatedNodeHistory;
        (bench.Maker.ImaOffset, bench.Maker.ImaEntries, bench.Maker.ImaLog) = (bench.History!.Ima!.Offset, bench.History.Ima.Entries, []);
        AppraisalResult result = bench.Appraise();
        Assert.Equal(AppraisalStatus.Affirming, result.Status);
        Assert.Equal(bench.History.Ima, result.UpdatedNodeHistory!.Ima! with { State = bench.History.Ima.State });
    }

    /// <summary>Another boot replays its list from the start: a state of the last boot is worth nothing.</summary>
    [Fact]
    public void AfterARebootTheWholeListIsAskedFor()
    {
        using NodeBench bench = Known(NodeBoots.Good);
        bench.History = bench.Appraise().UpdatedNodeHistory;
        (bench.Maker.ImaOffset, bench.Maker.ImaEntries, bench.Maker.ImaLog) = (bench.History!.Ima!.Offset, bench.History.Ima.Entries, []);
        bench.Maker.Clock = bench.Maker.Clock with { ResetCount = bench.Maker.Clock.ResetCount + 1, Clock = bench.Maker.Clock.Clock + 1 };
        Assert.Contains(ImaPolicyReasons.Resend, NodeBench.Refusals(bench.Appraise()));
    }

    [Fact]
    public void UnsignedReferenceValuesDoNotCount()
    {
        using NodeBench bench = Known(NodeBoots.Good);
        bench.Endorsements = NodeBench.Known(NodeBoots.Good, signer: "");
        Assert.Contains(AppraisalReasons.UnsignedCorim, NodeBench.Refusals(bench.Appraise()));
        bench.Policy = Policy.Default with { AcceptUnsignedCorim = true };
        Assert.Equal(AppraisalStatus.Affirming, bench.Appraise().Status);
    }

    private static NodeBench Known(string boot) => new(boot) { Policy = Policy.Default, Endorsements = NodeBench.Known() };
}
