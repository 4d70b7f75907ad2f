using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Wire;
using Attestation.UnitTests.Tpm;

namespace Attestation.UnitTests.Appraisal.Nodes;

/// <summary>The clock series of a real (virtual) TPM, and what an attacker would make of it.</summary>
public sealed class NodeHistoryTests
{
    /// <summary>Attestations of one TPM in the order in which they were made.</summary>
    private static readonly string[] Series =
    [
        "clock1-start", "clock2-reset-after-orderly-shutdown", "clock3-reset-after-power-cut", "clock4-restart", "clock5-resume", "clock6-same-boot-pcr10-moved",
    ];

    public static TheoryData<string, string> Forward => Pairs(Series.Zip(Series.Skip(1)));

    public static TheoryData<string, string> Back => Pairs(Series.Skip(1).Zip(Series));

    [Theory]
    [MemberData(nameof(Forward))]
    public void ATpmThatGoesOnIsNotRefused(string before, string now)
    {
        using var bench = new NodeBench();
        AppraisalResult result = bench.Series(ClockOf(before), ClockOf(now));
        Assert.Equal(NodeBench.Uncompared, NodeBench.Refusals(result));
        Assert.Equal(ClockOf(now).ResetCount != ClockOf(before).ResetCount, result.Findings.Any(f => f.Code == NodeReasons.Rebooted && f.Severity == Severity.Note));
        Assert.Equal(ClockOf(now).Clock, result.UpdatedNodeHistory!.Clock);
    }

    [Theory]
    [MemberData(nameof(Back))]
    public void ATpmThatWentBackIsRefusedAndNotRemembered(string before, string now)
    {
        using var bench = new NodeBench();
        AppraisalResult result = bench.Series(ClockOf(before), ClockOf(now));
        ReasonCode[] back = [NodeReasons.ResetBack, NodeReasons.RestartBack, NodeReasons.ClockBack, NodeReasons.Clone];
        Assert.Contains(NodeBench.Refusals(result), back.Contains);
        Assert.Equal(96, result.Vector.InstanceIdentity);
        Assert.Equal(ClockOf(before).Clock, result.UpdatedNodeHistory!.Clock);
        Assert.Equal(2, result.UpdatedNodeHistory.RecentEvidence.Count);
    }

    [Fact]
    public void TheSameEvidenceTwiceIsAReplay()
    {
        using var bench = new NodeBench();
        byte[] evidence = bench.Maker.Make(NodeBench.Nonce);
        bench.History = bench.Appraise(evidence).UpdatedNodeHistory;
        AppraisalResult again = bench.Appraise(evidence);
        Assert.Contains(AppraisalReasons.Replayed, NodeBench.Refusals(again));
        Assert.Null(again.UpdatedNodeHistory);
    }

    [Fact]
    public void AChangedFirmwareVersionWarnsOnce()
    {
        using var bench = new NodeBench();
        bench.History = bench.Appraise().UpdatedNodeHistory;
        bench.Maker.Firmware++;
        AppraisalResult changed = bench.Appraise();
        Assert.Contains(changed.Findings, f => f.Code == NodeReasons.FirmwareChanged && f.Severity == Severity.Warn);
        Assert.Equal(32, changed.Vector.Hardware);
        bench.History = changed.UpdatedNodeHistory;
        Assert.DoesNotContain(bench.Appraise().Findings, f => f.Code == NodeReasons.FirmwareChanged);
    }

    [Fact]
    public void AtMostEightPiecesOfEvidenceAreRemembered()
    {
        using var bench = new NodeBench();
        for (uint i = 0; i < NodeHistory.MaxRecent + 3; i++)
        {
            bench.Maker.Clock = bench.Maker.Clock with { Clock = 2_000_000 + i };
            bench.History = bench.Appraise().UpdatedNodeHistory;
        }
        Assert.Equal(NodeHistory.MaxRecent, bench.History!.RecentEvidence.Count);
        Assert.Equal(NodeHistory.MaxRecent, bench.History.RecentEvidence.Distinct().Count());
    }

    [Fact]
    public void TheStoredFormReadsBack()
    {
        var history = new NodeHistory("000b", ulong.MaxValue, 3, 4, true, 5, ["aa", "bb"], new NodeImaState(1, 2, [3, 4], "cc"));
        Assert.True(NodeHistoryJson.TryParse(NodeHistoryJson.Write(history), out NodeHistory read));
        Assert.Equal(NodeHistoryJson.Write(history), NodeHistoryJson.Write(read));
        Assert.False(NodeHistoryJson.TryParse("{}"u8, out _));
        Assert.False(NodeHistoryJson.TryParse("["u8, out _));
    }

    private static TheoryData<string, string> Pairs(IEnumerable<(string Before, string Now)> pairs)
    {
        var data = new TheoryData<string, string>();
        foreach ((string before, string now) in pairs)
            data.Add(before, now);
        return data;
    }

    private static TpmsClockInfo ClockOf(string attest)
    {
        Assert.True(WireValue.TryParse(TpmVectors.Bytes($"swtpm-a/{attest}.attest"), out TpmsAttest? read, out _));
        return read.ClockInfo;
    }
}
