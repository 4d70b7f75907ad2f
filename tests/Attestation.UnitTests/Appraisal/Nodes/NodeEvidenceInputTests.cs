using Attestation.Appraisal.Results;
using Attestation.Formats;
using Attestation.Formats.Cmw;
using Attestation.Formats.Ear;
using Attestation.Formats.EventLog;
using Attestation.Formats.Node;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Appraisal.Nodes;

public sealed class NodeEvidenceInputTests
{
    [Theory]
    [InlineData("CBOR", true)]
    [InlineData("JSON", false)]
    public void AWrappedEvidenceIsJudgedAsItself(string form, bool cbor)
    {
        using var bench = new NodeBench();
        CmwRecord wrapped = CmwRecord.Of(MediaTypes.NodeEvidence, bench.Maker.Make(NodeBench.Nonce), CmwIndicator.Evidence);
        bench.MediaType = cbor ? MediaTypes.CmwCbor : MediaTypes.CmwJson;
        AppraisalResult result = bench.Appraise(cbor ? wrapped.EncodeCbor() : wrapped.EncodeJson());
        Assert.Equal(AttesterKind.Node, result.Attester);
        Assert.Equal(2, result.Vector.InstanceIdentity);
    }

    [Fact]
    public void TheMediaTypeIsReadInAnyCase()
    {
        using var bench = new NodeBench { MediaType = MediaTypes.NodeEvidence.ToUpperInvariant() };
        Assert.Equal(2, bench.Appraise().Vector.InstanceIdentity);
    }

    [Fact]
    public void EvidenceBeyondItsLimitIsRefusedUnread()
    {
        using var bench = new NodeBench();
        Assert.Equal([AppraisalReasons.Size], NodeBench.Refusals(bench.Appraise(new byte[NodeLimits.Evidence + 2048])));
    }

    [Fact]
    public void ALargeWrappingOfADevicesEvidenceIsStillTooLarge()
    {
        using var bench = new NodeBench { MediaType = MediaTypes.CmwCbor };
        byte[] wrapped = CmwRecord.Of(MediaTypes.EatCwt, new byte[2 << 20]).EncodeCbor();
        Assert.Contains(AppraisalReasons.Size, NodeBench.Refusals(bench.Appraise(wrapped)));
    }

    [Theory]
    [InlineData("not there", 1)]
    [InlineData("not readable for the agent", 2)]
    [InlineData("empty", 3)]
    [InlineData("larger than the agent sends", 4)]
    [InlineData("turned off in the agent", 5)]
    public void AMissingLogIsRefusedWithItsReason(string words, int absence)
    {
        using var bench = new NodeBench { Policy = Attestation.Appraisal.Policies.Policy.Default };
        bench.Maker.BootLog = null;
        bench.Maker.BootLogAbsence = absence;
        bench.Maker.ImaLog = null;
        bench.Maker.ImaLogAbsence = absence;
        AppraisalResult result = bench.Appraise();
        Assert.Contains(result.Findings, f => f.Code == NodeReasons.BootLogMissing && f.Actual == words && f.Severity == Severity.Refuse);
        Assert.Contains(result.Findings, f => f.Code == NodeReasons.ImaLogMissing && f.Actual == words && f.Severity == Severity.Refuse);
    }

    [Fact]
    public void ALogOfAnotherBootDoesNotExplainTheQuote()
    {
        using var bench = new NodeBench();
        bench.Maker.BootLog = NodeBoots.Bytes("boot-4-cmdline", "eventlog.bin");
        AppraisalResult result = bench.Appraise();
        Assert.Equal(["evidence/5 sha256:8", "evidence/5 sha256:9"], result.Findings.Where(f => f.Code == EventLogReasons.Mismatch).Select(f => f.Where));
    }

    [Fact]
    public void AnEventThatTheTpmDidNotSeeIsNamed()
    {
        using var bench = new NodeBench();
        BootEvent last = default;
        foreach (BootEvent boot in NodeBoots.EventLog(NodeBoots.Good))
            last = boot.Pcr >= 0 ? boot : last;
        bench.Maker.BootLog = [.. bench.Maker.BootLog!, .. bench.Maker.BootLog.AsSpan(last.Offset)];
        AppraisalResult result = bench.Appraise();
        Finding extra = Assert.Single(result.Findings, f => f.Code == EventLogReasons.ExtraEvents || f.Code == EventLogReasons.SurplusEvent);
        Assert.Contains("event ", extra.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void ATextThatIsNotWhatWasMeasuredIsNamed()
    {
        using var bench = new NodeBench();
        byte[] log = bench.Maker.BootLog!;
        int at = log.AsSpan().IndexOf("grub_cmd: linux"u8);
        log[at + 16] ^= 1;
        AppraisalResult result = bench.Appraise();
        Finding changed = Assert.Single(result.Findings, f => f.Code == EventLogReasons.EventDigest);
        Assert.Matches(@"^evidence/5/event\[\d+\]$", changed.Where);
        Assert.Equal(96, result.Vector.Executables);
    }

    [Fact]
    public void AHostileLogMakesNoFloodOfFindings()
    {
        using var bench = new NodeBench();
        bench.Maker.BootLog = NodeBench.Separators(bench.Maker.BootLog!, 50_000);
        AppraisalResult result = bench.Appraise();
        Assert.InRange(result.Findings.Count, 512, 600);
        Assert.Contains(result.Findings, f => f.Code == NodeReasons.MoreFindings);
        Assert.Equal(AppraisalStatus.Contraindicated, result.Status);
    }

    [Fact]
    public void ALogCutShortIsRefused()
    {
        using var bench = new NodeBench();
        bench.Maker.BootLog = bench.Maker.BootLog![..^5];
        Assert.Contains(bench.Appraise().Findings, f => f.Code == EventLogReasons.Truncated || f.Code == EventLogReasons.EventSize);
    }

    [Fact]
    public void AQuotedPcrThatNobodyDemandedAndNoLogExplainsIsNoted()
    {
        using var bench = new NodeBench();
        bench.Maker.SetPcr((ushort)PcrBank.Sha256, 16, [.. Enumerable.Repeat((byte)9, 32)]);
        AppraisalResult result = bench.Appraise();
        Assert.Contains(result.Findings, f => f.Code == EventLogReasons.Unlogged && f.Severity == Severity.Note);
        Assert.Equal(NodeBench.Uncompared, NodeBench.Refusals(result));
    }

    [Fact]
    public void APolicyThatComparesNothingIsRefusedByName()
    {
        using var bench = new NodeBench();
        bench.Policy = bench.Policy with { Node = bench.Policy.Node with { Require = [] } };
        Assert.Contains(bench.Appraise().Findings, f => f.Code == AppraisalReasons.Vacuous && f.Where == "policy default/node/require");
    }

    [Fact]
    public void TheResultSpeaksOfANode()
    {
        using var bench = new NodeBench();
        EarClaims claims = EarBuilder.Build(bench.Appraise(), NodeBench.Nonce, TimeSpan.FromMinutes(1), EarDialect.Draft, "us", "1");
        Assert.Equal(["node"], claims.Submodules.Keys);
    }

    /// <summary>A gate compares it with what a node asks for: a refused node gives it no key to compare with.</summary>
    [Fact]
    public void TheResultNamesTheNodeAndItsKeysWhereItIsGood()
    {
        using var bench = new NodeBench();
        bench.Maker.SecretsKey = [.. Enumerable.Repeat((byte)7, 32)];
        AppraisalResult refused = bench.Appraise();
        AppraisalResult good = refused with { Status = AppraisalStatus.Affirming, OwnStatus = AppraisalStatus.Affirming };
        string id = bench.Key.Name;
        Assert.Equal(new NodeClaims { Id = id, Name = "worker-1" }, Claims(refused));
        Assert.Equal(
            new NodeClaims { Id = id, Name = "worker-1", Class = "Example/Worker", KubeletKeySha256 = new string('0', 64), SecretsKeySha256 = string.Concat(Enumerable.Repeat("07", 32)), Next = 300 },
            Claims(good));
        Assert.Equal(new NodeClaims { Id = id, Name = "worker-1" }, Claims(good with { Status = AppraisalStatus.Contraindicated }));

        static NodeClaims? Claims(AppraisalResult result) =>
            EarBuilder.Build(result, NodeBench.Nonce, TimeSpan.FromMinutes(1), EarDialect.Draft, "us", "1", interval: TimeSpan.FromMinutes(5)).Node;
    }
}
