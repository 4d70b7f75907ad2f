using Attestation.Appraisal.Nodes.Ima;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Appraisal.Nodes.Ima;

/// <summary>Lists of real boots, judged by reference values made from the good one.</summary>
public sealed class RecordedBootTests
{
    private const string Implant = "/" + "root/implant";

    private static readonly int[] BootPcrs = [.. Enumerable.Range(0, 11)];

    [Theory]
    [InlineData("the boot that the values were made from", NodeBoots.Good, "")]
    [InlineData("the same once more", "boot-3-sb-on-again", "")]
    [InlineData("another TPM", "boot-22-sb-on-other-tpm-tis", "")]
    [InlineData("another command line, same files", "boot-4-cmdline", "")]
    [InlineData("one more binary executed", "boot-6-ima-extra-binary", "ima.not-allowed")]
    public void ABootIsJudgedByItsFiles(string description, string boot, string reasons)
    {
        ImaVerdict verdict = ImaAppraisal.Judge(Evidence(boot, ValuesOf(NodeBoots.Good)));
        Assert.Equal((description, reasons), (description, string.Join(' ', SampleIma.Codes(verdict))));
        Assert.True(verdict is { Matched: true, Compared: true, Bank: PcrBank.Sha256, Unquoted: 0 });
        Assert.Equal(reasons.Length == 0, verdict.State is not null);
    }

    [Fact]
    public void TheExtraBinaryIsNamed()
    {
        ImaVerdict verdict = ImaAppraisal.Judge(Evidence("boot-6-ima-extra-binary", ValuesOf(NodeBoots.Good)));
        Finding finding = Assert.Single(verdict.Findings);
        Assert.Equal("ima/9 (" + Implant + ")", finding.Where);
        Assert.Equal("sha256:c8872210411124be7961821d7881ce3c7a4e2fc8746ef8614905058cd81f0cf9", finding.Actual);
        Assert.Equal((48L, 46L, 0L), (verdict.Judged, verdict.ByDigest, verdict.Excluded)); // boot_aggregate is no file
    }

    [Fact]
    public void TheExtraBinaryMayBeExcludedAndShows()
    {
        var policy = new NodeImaPolicy { Exclude = ["/**/implant"] };
        ImaVerdict verdict = ImaAppraisal.Judge(Evidence("boot-6-ima-extra-binary", ValuesOf(NodeBoots.Good)) with { Policy = policy });
        Finding finding = Assert.Single(verdict.Findings);
        Assert.Equal(("ima.excluded", Severity.Note), (finding.Code.Id, finding.Severity));
        Assert.Contains(Implant + " by /**/implant", finding.Actual);
        Assert.Equal((1L, true), (verdict.Excluded, verdict.IsAccepted));
    }

    [Fact]
    public void CriticalDataIsKnownByNameAndDigestOrByPolicy()
    {
        const string Boot = "boot-23-ima-ng-critical-data";
        Assert.Empty(SampleIma.Codes(ImaAppraisal.Judge(Evidence(Boot, ValuesOf(Boot)))));
        ImaVerdict refused = ImaAppraisal.Judge(Evidence(Boot, ValuesOf(NodeBoots.Good)));
        Finding finding = Assert.Single(refused.Findings);
        Assert.Equal(("ima.critical-data", "ima/1 (kernel_version)"), (finding.Code.Id, finding.Where));
        Assert.EndsWith("6.1.0-56-cloud-amd64", finding.Actual);
        ImaVerdict named = ImaAppraisal.Judge(Evidence(Boot, ValuesOf(NodeBoots.Good)) with { Policy = new NodeImaPolicy { Buffers = ["kernel_*"] } });
        Assert.Equal((true, 1L), (named.IsAccepted, named.ByName));
    }

    [Fact]
    public void TheOldestTemplateNeedsAPolicyThatTakesSha1()
    {
        const string Boot = "boot-33-ima-template-sha1";
        ImaVerdict strict = ImaAppraisal.Judge(Evidence(Boot, ValuesOf(Boot)));
        Assert.Equal(["ima.weak-hash"], SampleIma.Codes(strict).Distinct());
        Assert.Equal(46, strict.Findings.Count(f => f.Code.Id == "ima.weak-hash") + strict.Unlisted.Values.Sum());
        ImaVerdict lax = ImaAppraisal.Judge(Evidence(Boot, ValuesOf(Boot)) with { Policy = new NodeImaPolicy { MinimumHash = ImaHash.Sha1 } });
        Assert.Equal((true, 46L), (lax.IsAccepted, lax.ByDigest));
    }

    [Fact]
    public void ABankThatTheKernelFilledWithSha1IsWeak()
    {
        ImaEvidence sha384 = Evidence(NodeBoots.Good, ValuesOf(NodeBoots.Good)) with { Pcrs = Only(PcrBank.Sha384, PcrBank.Sha256) };
        Assert.Equal(["ima.weak-bank"], SampleIma.Codes(ImaAppraisal.Judge(sha384)));
        ImaVerdict lax = ImaAppraisal.Judge(sha384 with { Policy = new NodeImaPolicy { MinimumHash = ImaHash.Sha1 } });
        Assert.Equal(("ima.weak-bank", Severity.Note, PcrBank.Sha384), (lax.Findings.Single().Code.Id, lax.Findings.Single().Severity, lax.Bank));
    }

    [Fact]
    public void ABootAggregateOfAnotherBootIsRefused()
    {
        PcrValueSet pcrs = NodeBoots.Pcrs(NodeBoots.Good, BootPcrs);
        pcrs.Set(PcrBank.Sha256, 4, new byte[32]);
        Assert.Equal(["ima.boot-aggregate"], SampleIma.Codes(ImaAppraisal.Judge(Evidence(NodeBoots.Good, ValuesOf(NodeBoots.Good)) with { Pcrs = pcrs })));
    }

    private static PcrValueSet Only(PcrBank ofPcr10, PcrBank ofBoot)
    {
        var pcrs = new PcrValueSet();
        for (int pcr = 0; pcr < 10; pcr++)
            pcrs.Set(ofBoot, pcr, NodeBoots.Pcr(NodeBoots.Good, ofBoot, pcr));
        pcrs.Set(ofPcr10, 10, NodeBoots.Pcr(NodeBoots.Good, ofPcr10, 10));
        return pcrs;
    }

    private static ImaEvidence Evidence(string boot, ImaReferences references) =>
        new() { List = NodeBoots.Bytes(boot, "ima.bin"), Pcrs = NodeBoots.Pcrs(boot, BootPcrs), References = references, Now = SampleIma.Now };

    private static ImaReferences ValuesOf(string boot) => SampleIma.References(builder =>
    {
        byte[] list = NodeBoots.Bytes(boot, "ima.bin");
        for (int offset = 0; offset < list.Length;)
        {
            Assert.True(ImaList.TryRead(list, ref offset, out ImaEntry entry, out _));
            Assert.True(ImaFields.TryRead(entry, out ImaFields fields, out _));
            if (fields.Name != "boot_aggregate")
                Assert.True(builder.Add(fields.Name, fields.Hash, fields.Digest.Span, SampleIma.Source));
        }
    });
}
