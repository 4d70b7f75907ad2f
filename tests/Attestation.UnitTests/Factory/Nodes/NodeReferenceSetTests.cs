using System.Security.Cryptography;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Factory;
using Attestation.Factory.Nodes;
using Attestation.Formats.Corim;
using Attestation.Formats.EventLog;
using Attestation.Formats.Keys;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Appraisal.Nodes;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Factory.Nodes;

/// <summary>Evidence of one boot becomes reference values, and those judge other boots: factory and verifier meet only in the CoRIM's bytes.</summary>
public sealed class NodeReferenceSetTests
{
    private static readonly NodeReferenceOrder Order = KnownMachine.Order with { WithIma = true };

    [Theory]
    [InlineData("the same boot again", "boot-3-sb-on-again")]
    [InlineData("another TPM", "boot-22-sb-on-other-tpm-tis")]
    public void TheSameMachineIsAffirmed(string description, string boot)
    {
        AppraisalResult result = Judge(boot, Order, NodeBoots.Good);
        Assert.True(result.Status == AppraisalStatus.Affirming, $"{description}: {string.Join("\n", result.Findings)}");
        Assert.Equal(new TrustVector(InstanceIdentity: 2, Configuration: 2, Executables: 2, FileSystem: 2, Hardware: 2), result.Vector);
        Assert.Empty(NodeBench.Refusals(result));
    }

    [Theory]
    [InlineData("command line", "boot-4-cmdline", "boot.command-line event 40 (PCR 8, EV_IPL, command-line)")]
    [InlineData("initrd", "boot-5-initramfs", "boot.initrd event 42 (PCR 9, EV_IPL, initrd)")]
    [InlineData("one more program", "boot-6-ima-extra-binary", "ima.not-allowed")]
    [InlineData("Secure Boot off", "boot-30-sb-setup-mode-linuxefi", "boot.secure-boot.off event 4 (PCR 7, EV_EFI_VARIABLE_DRIVER_CONFIG, secure-boot)")]
    [InlineData("Secure Boot off, without a log", "boot-20-sb-setup-mode", "node.log.boot-missing evidence/5")]
    [InlineData("Secure Boot switched off, without a log", "boot-21-sb-disabled-keys-enrolled", "boot.secure-boot.unknown PCR 7")]
    public void AChangedBootIsRefusedByItsEvent(string description, string boot, string finding)
    {
        AppraisalResult result = Judge(boot, Order, NodeBoots.Good);
        Assert.Equal(AppraisalStatus.Contraindicated, result.Status);
        Assert.True(result.Findings.Any(f => f.Severity == Severity.Refuse && $"{f.Code} {f.Where}".StartsWith(finding, StringComparison.Ordinal)), $"{description}: {string.Join("\n", result.Findings)}");
    }

    [Fact]
    public void TwoMachinesMakeASetForBoth()
    {
        foreach (string boot in (string[])[NodeBoots.Good, "boot-4-cmdline", "boot-5-initramfs"])
            Assert.Equal(AppraisalStatus.Affirming, Judge(boot, Order, NodeBoots.Good, "boot-4-cmdline", "boot-5-initramfs").Status);
    }

    [Fact]
    public void TheSurveySaysWhatVaries()
    {
        NodeSurvey survey = Make(Order, NodeBoots.Good, "boot-4-cmdline", "boot-5-initramfs").Survey;
        Assert.Equal(["(hd0)/EFI/debian/grub.cfg", "command line", "/initrd.img"], survey.Components.Where(c => !c.IsConstant).Select(c => c.Name));
        Assert.Equal(2, survey.Components.Single(c => c.Class == BootClass.CommandLine).Lines.Count);
        Assert.All(survey.Components, c => Assert.Equal(3, c.Machines.Count));
        Assert.Empty(survey.LeftOut);
    }

    [Fact]
    public void SameInputsGiveTheSameBytes()
    {
        Assert.Equal(Make(Order, NodeBoots.Good, "boot-5-initramfs").Documents[0].Encode(), Make(Order, NodeBoots.Good, "boot-5-initramfs").Documents[0].Encode());
    }

    [Fact]
    public void EveryBankThatIsQuotedIsStated()
    {
        NodeReferenceSet set = NodeReferenceSet.Make(KnownMachine.Order, [KnownMachine.Of(NodeBoots.Good, PcrBank.Sha256, PcrBank.Sha384)]);
        Assert.All(set.Survey.Components, c => Assert.Equal([CorimDigest.Sha256, CorimDigest.Sha384], c.Digests.Select(d => d.Algorithm.Number).Distinct()));
    }

    [Fact]
    public void EachValueOfTheCorimCounts()
    {
        NodeReferenceSet set = Make(Order with { GoldenPcrs = [0, 4] }, NodeBoots.Good);
        CorimIntake intake = new EndorsementSetBuilder().AddCorim(set.Documents[0], "factory");
        Assert.Equal((set.Count, 0), (intake.Nodes, intake.NotUsed.Count));
    }

    [Fact]
    public void GoldenValuesRefuseAnotherMachine()
    {
        NodeReferenceOrder order = KnownMachine.Order with { GoldenPcrs = [4, 8] };
        AppraisalResult result = Judge("boot-4-cmdline", order, NodeBoots.Good);
        Assert.Contains(result.Findings, f => f.Code == BootReasons.GoldenPcr && f.Where == "sha256:8");
        Assert.DoesNotContain(result.Findings, f => f.Code == BootReasons.GoldenPcr && f.Where == "sha256:4");
    }

    [Fact]
    public void ManyFilesMakeSeveralDocuments()
    {
        NodeReferenceOrder order = KnownMachine.Order with { Files = [.. Enumerable.Range(0, 20000).Select(i => new KnownFile($"/usr/lib/f{i}", CorimDigest.Sha256, SHA256.HashData(BitConverter.GetBytes(i))))] };
        NodeReferenceSet set = Make(order, NodeBoots.Good);
        Assert.Equal(["Example/Worker/1", "Example/Worker/1/2", "Example/Worker/1/3"], set.Documents.Select(d => d.Id.ToString()));
        Assert.All(set.Documents, d => Assert.True(CorimManifest.TryParse(d.Encode(), out _, out var error), error.ToString()));
    }

    [Theory]
    [InlineData("one word differs", "root=UUID=* ro", "root=UUID=1 ro", "root=UUID=2 ro")]
    [InlineData("a word without a name", "* quiet", "a quiet", "b quiet")]
    [InlineData("the same", "ro quiet", "ro quiet", "ro quiet")]
    [InlineData("part of a value", "console=* ro", "console=ttyS0 ro", "console=ttyS1 ro")]
    [InlineData("another number of words", null, "ro", "ro quiet")]
    [InlineData("a star in it", null, "a*", "b*")]
    public void LinesThatDifferInWordsHaveOnePattern(string description, string? pattern, params string[] lines) =>
        Assert.True(pattern == LineGeneralisation.Of(lines), description);

    [Fact]
    public void APatternReplacesLinesThatMatchIt()
    {
        Assert.True(TextPattern.TryParse("/vmlinuz ** panic=*", out TextPattern? wide));
        Assert.Equal(["/vmlinuz ** panic=*"], Lines(KnownMachine.Order with { CommandLines = [wide!] }));
        Assert.True(TextPattern.TryParse("/vmlinuz ro", out TextPattern? narrow));
        Assert.Equal(FactoryReasons.NodePattern, Assert.Throws<FactoryException>(() => Lines(KnownMachine.Order with { CommandLines = [narrow!] })).Reason);
    }

    private static string[] Lines(NodeReferenceOrder order) =>
        [.. Make(order, NodeBoots.Good).Documents[0].Comids[0].References[0].Measurements.Where(m => m.Key!.Text == "command-line").Select(m => m.Values.Name!)];

    private static NodeReferenceSet Make(NodeReferenceOrder order, params string[] boots) =>
        NodeReferenceSet.Make(order, [.. boots.Select(b => KnownMachine.Of(b))]);

    /// <summary>A boot under the default policy and the references of others.</summary>
    private static AppraisalResult Judge(string boot, NodeReferenceOrder order, params string[] known)
    {
        SigningKey key = TestKeys.P256;
        var builder = new EndorsementSetBuilder();
        foreach (byte[] document in Make(order, known).Sign(order.Vendor, key))
        {
            Assert.True(UnverifiedSignedCorim.TryParse(document, out UnverifiedSignedCorim? signed, out var error), error.ToString());
            Assert.True(signed!.Verify(key.PublicKey, out CorimManifest? corim, out error), error.ToString());
            builder.AddCorim(corim!, "factory");
        }
        using var bench = new NodeBench(boot) { Endorsements = builder.Build(), Policy = Policy.Default };
        return bench.Appraise();
    }
}
