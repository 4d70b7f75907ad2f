using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Appraisal.Nodes;

/// <summary>Step 6 for nodes: the TPM's clock and counters against what this key reported before (TPM 2.0 Part 1 clause 36).</summary>
internal static class NodeHistoryStep
{
    private const string Where = "evidence/3/clockInfo";

    /// <param name="history">Null at a node's first appraisal: nothing to contradict.</param>
    /// <param name="now">The latest attestation of a fresh and authentic evidence.</param>
    /// <param name="evidenceDigest">Lower-case hex.</param>
    /// <returns>Whether the series goes on; false where a state was put back or two TPMs seem to live on one key.</returns>
    internal static bool Check(NodeHistory? history, TpmsAttest now, string evidenceDigest, AppraisalRecord record)
    {
        if (!now.ClockInfo.Safe)
            record.Add(NodeReasons.ClockUnsafe, Where, "safe", "not safe", Severity.Note);
        if (history is null)
            return true;
        if (history.RecentEvidence.Contains(evidenceDigest))
            record.Add(AppraisalReasons.Replayed, "evidence", "evidence that was not sent before", $"SHA-256 {evidenceDigest}");
        var last = new TpmsClockInfo(history.Clock, history.ResetCount, history.RestartCount, history.Safe);
        ClockComparison comparison = ClockComparison.Of(now with { ClockInfo = last, FirmwareVersion = history.FirmwareVersion }, now);
        if (Moved(comparison.Movement, last, now.ClockInfo) is { } moved)
            record.Add(moved.Code, Where, Text(last), Text(now.ClockInfo), moved.Severity);
        if (comparison.FirmwareChanged)
            record.Add(NodeReasons.FirmwareChanged, "evidence/3/firmwareVersion", $"{history.FirmwareVersion:x16}", $"{now.FirmwareVersion:x16}", Severity.Warn);
        return !comparison.WentBack;
    }

    /// <summary>What to remember of authentic and fresh evidence.</summary>
    /// <param name="goesOn">What <see cref="Check"/> said: counters of a second TPM are not remembered.</param>
    internal static NodeHistory Next(NodeHistory? history, string akName, TpmsAttest now, string evidenceDigest, bool goesOn, NodeImaState? ima)
    {
        IReadOnlyList<string> recent = history?.RecentEvidence ?? [];
        string[] remembered = [.. recent.TakeLast(NodeHistory.MaxRecent - 1), evidenceDigest];
        if (!goesOn && history is not null)
            return history with { RecentEvidence = remembered };
        TpmsClockInfo clock = now.ClockInfo;
        return new NodeHistory(akName, clock.Clock, clock.ResetCount, clock.RestartCount, clock.Safe, now.FirmwareVersion, remembered, ima);
    }

    private static (ReasonCode Code, Severity Severity)? Moved(ClockMovement movement, TpmsClockInfo last, TpmsClockInfo now) => movement switch
    {
        ClockMovement.SameBoot => null,
        ClockMovement.Restarted => (NodeReasons.Restarted, Severity.Note),
        ClockMovement.Reset => (NodeReasons.Rebooted, Severity.Note),
        ClockMovement.ResetCountFell => (NodeReasons.ResetBack, Severity.Refuse),
        ClockMovement.RestartCountFell => (NodeReasons.RestartBack, Severity.Refuse),
        // one TPM's clock does not fall while it runs: the same counters with an earlier clock are another TPM's
        _ when last.ResetCount == now.ResetCount && last.RestartCount == now.RestartCount => (NodeReasons.Clone, Severity.Refuse),
        _ => (NodeReasons.ClockBack, Severity.Refuse),
    };

    private static string Text(TpmsClockInfo clock) => $"clock {clock.Clock}, resetCount {clock.ResetCount}, restartCount {clock.RestartCount}";
}
