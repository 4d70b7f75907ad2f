using System.Security.Cryptography;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.UnitTests.Formats.Ima;

namespace Attestation.UnitTests.Appraisal.Nodes.Ima;

public sealed class ImaAppraisalTests
{
    private static readonly ImaReferences Known = SampleIma.References("/init", "/bin/sh", "/bin/agent");

    [Fact]
    public void AFileIsKnownByPathAndDigestOrByDigestAlone()
    {
        ImaReferences anywhere = SampleIma.References(b => b.Add(null, ImaHash.Sha256, SampleIma.Hash("tool"), SampleIma.Source));
        Assert.True(ImaAppraisal.Judge(SampleIma.Evidence(anywhere, SampleIma.File("/a", SampleIma.Hash("tool")), SampleIma.File("/b", SampleIma.Hash("tool")))).IsAccepted);
        Assert.True(ImaAppraisal.Judge(SampleIma.Evidence(Known, SampleIma.File("/init"), SampleIma.File("/bin/sh"))).IsAccepted);
        Assert.Equal(["ima.other-path"], Refused(Known, SampleIma.File("/bin/zsh", SampleIma.Hash("/bin/sh"))));
    }

    [Fact]
    public void AChangedFileSaysWhatWasExpectedAndWhatItIs()
    {
        Finding finding = Assert.Single(ImaAppraisal.Judge(SampleIma.Evidence(Known, SampleIma.File("/bin/agent", SampleIma.Hash("/bin/sh")))).Findings);
        Assert.Equal("ima.changed", finding.Code.Id);
        Assert.Equal($"sha256:{Convert.ToHexStringLower(SampleIma.Hash("/bin/agent"))}", finding.Expected);
        Assert.Equal($"sha256:{Convert.ToHexStringLower(SampleIma.Hash("/bin/sh"))}, which is /bin/sh of release-1", finding.Actual);
    }

    [Theory]
    [InlineData("warned", Severity.Warn, false)]
    [InlineData("noted", Severity.Note, true)]
    public void AnotherPathMayBeLetPass(string description, Severity severity, bool remembered)
    {
        ImaEvidence evidence = SampleIma.Evidence(Known, SampleIma.File("/copy", SampleIma.Hash("/init"))) with { Policy = new NodeImaPolicy { OtherPath = severity } };
        ImaVerdict verdict = ImaAppraisal.Judge(evidence);
        Assert.Equal((description, severity), (description, Assert.Single(verdict.Findings).Severity));
        Assert.True(verdict.IsAccepted);
        Assert.Equal(remembered, verdict.State is not null); // a warning must show the next time too
    }

    [Fact]
    public void AVerityDigestIsNotTheFilesDigest()
    {
        byte[] digest = SampleIma.Hash("/init");
        byte[] verity = SampleList.Entry(10, "ima-ngv2", SampleList.Ng("verity:sha256", digest, "/init"));
        Assert.Equal(["ima.other-hash"], Refused(Known, verity));
        Assert.Empty(Refused(Known, SampleList.Entry(10, "ima-ngv2", SampleList.Ng("ima:sha256", digest, "/init"))));
        Assert.Empty(Refused(SampleIma.References(b => b.Add("/init", ImaHash.Sha256, digest, SampleIma.Source, verity: true)), verity));
    }

    [Fact]
    public void AViolationIsRefusedUnlessItsNameIsLetPass()
    {
        Assert.Equal(["ima.violation"], Refused(Known, SampleIma.Violation("/var/log/journal")));
        ImaEvidence excluded = SampleIma.Evidence(Known, SampleIma.File("/init"), SampleIma.Violation("/var/log/journal")) with { Policy = new NodeImaPolicy { Violations = ["/var/log/*"] } };
        ImaVerdict verdict = ImaAppraisal.Judge(excluded);
        Assert.Equal((true, 1L, 1L), (verdict.IsAccepted, verdict.Violations, verdict.Excluded));
        ImaEvidence otherList = SampleIma.Evidence(Known, SampleIma.Violation("/var/log/journal")) with { Policy = new NodeImaPolicy { Exclude = ["/var/log/*"] } };
        Assert.Equal(["ima.violation"], SampleIma.Codes(ImaAppraisal.Judge(otherList))); // files may be excluded without their violations
    }

    [Fact]
    public void TheNameOfAViolationIsTheNodesWord()
    {
        ImaEvidence honest = SampleIma.Evidence(Known, SampleIma.File("/init"), SampleIma.Violation("/bin/agent")) with { Policy = new NodeImaPolicy { Violations = ["/var/log/*"] } };
        Assert.Equal(["ima.violation"], SampleIma.Codes(ImaAppraisal.Judge(honest)));
        byte[] renamed = [.. SampleIma.BootAggregate, .. SampleIma.File("/init"), .. SampleIma.Violation("/var/log/x")];
        Assert.True(ImaAppraisal.Judge(honest with { List = renamed }).IsAccepted); // why docs/policy.md advises against the member
        byte[] removed = [.. SampleIma.BootAggregate, .. SampleIma.File("/init")];
        Assert.Equal(["ima.no-prefix"], SampleIma.Codes(ImaAppraisal.Judge(honest with { List = removed })));
    }

    [Theory]
    [InlineData("only boot_aggregate", false)]
    [InlineData("everything excluded", true)]
    public void AListOfWhichNothingIsComparedIsRefusedWhereItIsRequired(string description, bool withFile)
    {
        ImaEvidence evidence = SampleIma.Evidence(Known, withFile ? [SampleIma.File("/x")] : []) with { Policy = new NodeImaPolicy { Exclude = ["**"] } };
        ImaVerdict verdict = ImaAppraisal.Judge(evidence);
        Assert.Equal((description, "ima.nothing-compared"), (description, string.Join(' ', SampleIma.Codes(verdict))));
        Assert.False(verdict.Compared);
        Assert.NotNull(verdict.State); // its entries were accepted: they need not come again
        Assert.True(ImaAppraisal.Judge(evidence with { Required = false }).IsAccepted);
    }

    [Theory]
    [InlineData("an empty list", 0)]
    [InlineData("a list that the TPM knows nothing of", 1)]
    public void APcrThatNothingExtendedIsRefused(string description, int entries)
    {
        byte[] list = entries == 0 ? [] : SampleIma.BootAggregate;
        ImaEvidence evidence = SampleIma.Evidence(Known) with { List = list, Pcrs = SampleIma.Quoted([]) };
        Assert.Contains("ima.nothing-measured", SampleIma.Codes(ImaAppraisal.Judge(evidence)));
        Assert.True(entries == 0 == ImaAppraisal.Judge(evidence with { Required = false }).IsAccepted, description);
    }

    [Fact]
    public void BootAggregateIsNeverLookedUp()
    {
        ImaReferences cheating = SampleIma.References(b => b.Add("boot_aggregate", ImaHash.Sha256, new byte[32], SampleIma.Source));
        byte[] list = SampleIma.File("boot_aggregate", new byte[32]);
        ImaEvidence evidence = SampleIma.Evidence(cheating) with { List = list, Pcrs = SampleIma.Quoted(list) };
        Assert.Equal(["ima.boot-aggregate"], SampleIma.Codes(ImaAppraisal.Judge(evidence)));
    }

    [Fact]
    public void ASecondBootAggregateOfKexecIsJudgedToo()
    {
        Assert.Empty(Refused(Known, SampleIma.File("/init"), SampleIma.BootAggregate));
        Assert.Equal(["ima.boot-aggregate"], Refused(Known, SampleIma.File("boot_aggregate", new byte[32])));
    }

    [Theory]
    [InlineData("not yet valid", "2027-01-01", null, "Example", false)]
    [InlineData("over", null, "2026-01-01", "Example", false)]
    [InlineData("over within the skew", null, "2026-05-31T23:59:30Z", "Example", true)]
    [InlineData("not signed", null, null, "", false)]
    [InlineData("valid", "2026-01-01", "2027-01-01", "Example", true)]
    public void AValueCountsWhileItsCorimIsValid(string description, string? from, string? until, string signer, bool counts)
    {
        var source = new ImaSource("r", signer, Date(from), Date(until));
        ImaReferences references = SampleIma.References(b => b.Add("/init", ImaHash.Sha256, SampleIma.Hash("/init"), source));
        ImaEvidence evidence = SampleIma.Evidence(references, SampleIma.File("/init")) with { ClockSkew = TimeSpan.FromMinutes(1) };
        Assert.Equal((description, counts ? "" : "ima.reference-expired"), (description, string.Join(' ', SampleIma.Codes(ImaAppraisal.Judge(evidence)))));
    }

    [Fact]
    public void ManyFindingsAreCountedAndEachReasonIsListed()
    {
        byte[][] entries = [.. Enumerable.Range(0, 200).Select(i => SampleIma.File($"/tmp/{i}")), SampleIma.Violation("/late"), SampleIma.File("/init", new byte[32])];
        ImaVerdict verdict = ImaAppraisal.Judge(SampleIma.Evidence(Known, entries));
        Assert.Equal(ImaFindings.MaxListed + 2, verdict.Findings.Count);
        Assert.Equal(150, verdict.Unlisted.Single(u => u.Key.Id == "ima.not-allowed").Value);
        Assert.Equal(["ima.not-allowed", "ima.violation", "ima.changed"], SampleIma.Codes(verdict).Distinct());
    }

    [Fact]
    public void TheRestBehindTheQuoteIsCountedAndNotJudged()
    {
        ImaEvidence all = SampleIma.Evidence(Known, SampleIma.File("/init"), SampleIma.File("/implant"));
        byte[] list = all.List.ToArray();
        ImaVerdict verdict = ImaAppraisal.Judge(all with { Pcrs = SampleIma.Quoted([.. SampleIma.BootAggregate, .. SampleIma.File("/init")]) });
        Assert.Equal(("ima.unquoted", Severity.Note), (Assert.Single(verdict.Findings).Code.Id, verdict.Findings[0].Severity));
        Assert.Equal((2L, 1L, true), (verdict.Judged, verdict.Unquoted, verdict.IsAccepted));
        Assert.Equal(list.Length - SampleIma.File("/implant").Length, verdict.State!.Offset);
    }

    [Fact]
    public void WithoutAMatchNoEntryIsJudged()
    {
        ImaEvidence evidence = SampleIma.Evidence(Known, SampleIma.File("/implant")) with { Pcrs = SampleIma.Quoted(SampleIma.File("/x")) };
        ImaVerdict verdict = ImaAppraisal.Judge(evidence);
        Assert.Equal("ima.no-prefix", Assert.Single(verdict.Findings).Code.Id);
        Assert.Equal((false, 0L), (verdict.Matched, verdict.Judged));
    }

    [Theory]
    [InlineData(PcrBank.Sha1, PcrBank.Sha1)]
    [InlineData(PcrBank.Sha256, PcrBank.Sha256)]
    [InlineData(PcrBank.Sha384, PcrBank.Sha256)]
    [InlineData(PcrBank.Sha512, PcrBank.Sha384)]
    [InlineData(PcrBank.Sha256, PcrBank.Sha512)]
    public void AListOfAnyBankIsReadAgainstAQuoteOfAnyBank(PcrBank listBank, PcrBank quoted)
    {
        byte[] list = [.. Rewritten(SampleIma.BootAggregate, listBank), .. Rewritten(SampleIma.File("/init"), listBank), .. Rewritten(SampleIma.Violation("/v"), listBank)];
        PcrValueSet pcrs = SampleIma.Quoted(list, quoted, listBank);
        for (int pcr = 0; pcr < 10; pcr++)
            pcrs.Set(PcrBank.Sha256, pcr, new byte[32]);
        var policy = new NodeImaPolicy { MinimumHash = ImaHash.Sha1, Violations = ["/v"] };
        ImaEvidence evidence = SampleIma.Evidence(Known) with { List = list, Pcrs = pcrs, Policy = policy };
        foreach (PcrBank? told in new PcrBank?[] { null, listBank })
        {
            ImaVerdict verdict = ImaAppraisal.Judge(evidence with { ListBank = told });
            Assert.Empty(SampleIma.Codes(verdict));
            Assert.Equal((3L, quoted), (verdict.Judged, verdict.Bank));
        }
    }

    [Fact]
    public void ANameThatWouldConfuseATerminalIsWrittenOut()
    {
        Finding finding = Assert.Single(ImaAppraisal.Judge(SampleIma.Evidence(Known, SampleIma.File("/tmp/a\u001b[2J\n\u202e"))).Findings);
        Assert.Equal("ima/1 (/tmp/a\\u001b[2J\\u000a\\u202e)", finding.Where);
    }

    private static byte[] Rewritten(byte[] entry, PcrBank bank)
    {
        int offset = 0;
        Assert.True(ImaList.TryRead(entry, ref offset, out ImaEntry read, out _));
        byte[] digest = new byte[bank.DigestSize()];
        if (!read.IsViolation)
            bank.Hash(read.Data.Span, digest);
        return SampleList.Entry(read.Pcr, read.Template, read.Data.ToArray(), digest);
    }

    private static string[] Refused(ImaReferences references, params byte[][] entries) => SampleIma.Codes(ImaAppraisal.Judge(SampleIma.Evidence(references, entries)));

    private static DateTimeOffset? Date(string? text) => text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);
}
