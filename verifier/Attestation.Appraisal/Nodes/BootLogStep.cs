using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.Formats.Ima;
using Attestation.Formats.Node;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes;

/// <summary>Step 8 for nodes: the boot event log explains the quoted PCRs, and its events are what their digests say.</summary>
internal sealed class BootLogStep(NodeEvidence evidence, NodePolicy policy, PcrValueSet quoted, AppraisalRecord record)
{
    private const string Where = "evidence/5", SystemdWhere = "evidence/7";

    /// <summary>systemd's log, once <see cref="Run"/> has read it; null where there is none that can be read.</summary>
    internal SystemdMeasureLog? Systemd { get; private set; }

    /// <returns>Null where there is no log that can be read; the record says why.</returns>
    internal BootEventLog? Run()
    {
        if (!evidence.BootLog.IsThere)
        {
            Severity severity = policy.Require.Any(name => name != NodePolicy.ImaClass) ? Severity.Refuse : Severity.Note;
            record.Add(NodeReasons.BootLogMissing, Where, "the boot event log", evidence.BootLog.Absence.Words(), severity);
            return null;
        }
        if (!BootEventLog.TryParse(evidence.BootLog.Content, out BootEventLog log, out ParseError error))
        {
            record.Findings.Add(Finding.FromParse(error, Where));
            return null;
        }
        ReadSystemdLog();
        if (quoted.Count > 0)
            Compare(log);
        foreach (BootObservation seen in BootOrderChecks.Of(log))
            record.Add(seen.Code, seen.Event is { } index ? $"{Where}/event[{index}]" : Where, "the events of one boot", seen.Pcr < 0 ? "as named" : $"PCR {seen.Pcr}", SeverityOf(seen.Code));
        return log;
    }

    private void ReadSystemdLog()
    {
        if (!evidence.UserspaceLog.IsThere)
            return;
        if (SystemdMeasureLog.TryParse(evidence.UserspaceLog.Content, out SystemdMeasureLog log, out ParseError error))
            Systemd = log;
        else
            record.Findings.Add(Finding.FromParse(error, SystemdWhere));
    }

    /// <summary>
    /// The bank in which events are judged: the strongest of those that the policy demands, else of those quoted, in which the log has digests.
    /// </summary>
    internal static PcrBank? BankOf(BootEventLog log, NodePolicy policy, PcrValueSet quoted)
    {
        PcrBank[] usable = [.. quoted.All.Select(v => v.Bank).Distinct().Where(b => b.CanHash() && log.HasBank(b))];
        PcrBank[] demanded = [.. usable.Where(policy.Pcrs.ContainsKey)];
        PcrBank[] from = demanded.Length > 0 ? demanded : usable;
        return from.Length == 0 ? null : from.MaxBy(b => b.DigestSize());
    }

    private void Compare(BootEventLog log)
    {
        foreach (PcrDifference difference in LogComparison.Compare(log, Explained(), Systemd))
            record.Add(difference.Code, $"{Where} {difference.Where}", Convert.ToHexStringLower(difference.Expected.Span), Replayed(difference), SeverityOf(difference));
        if (BankOf(log, policy, quoted) is not { } bank)
            return;
        foreach (BootEvent boot in log)
        {
            if (boot.Extends && quoted.TryGet(bank, boot.Pcr, out _) && DigestRules.Check(boot, bank) == DigestRule.Differs)
                record.Add(EventLogReasons.EventDigest, $"{Where}/event[{boot.Index}]", "data whose hash is the event's digest", $"other data, PCR {boot.Pcr}");
        }
    }

    /// <summary>The quoted values that this log has to explain: all but that of IMA, whose list explains it.</summary>
    private PcrValueSet Explained()
    {
        var values = new PcrValueSet();
        foreach ((PcrBank bank, int pcr, ReadOnlyMemory<byte> value) in quoted.All)
        {
            if (pcr != ImaRun.DefaultPcr)
                values.Set(bank, pcr, value);
        }
        return values;
    }

    private static string Replayed(PcrDifference difference) => difference.Replayed.IsEmpty
        ? "no replay in this bank"
        : $"{Convert.ToHexStringLower(difference.Replayed.Span)}, events {string.Join(',', difference.Events)}";

    /// <summary>What nobody demanded and the log does not speak of is told and does not refuse.</summary>
    private Severity SeverityOf(PcrDifference difference)
    {
        bool silent = difference.Code == EventLogReasons.Unlogged || difference.Code == EventLogReasons.BankMissing || difference.Code == EventLogReasons.BankUnsupported;
        bool demanded = policy.Pcrs.TryGetValue(difference.Bank, out IReadOnlyList<int>? pcrs) && pcrs.Contains(difference.Pcr);
        return silent && !demanded ? Severity.Note : Severity.Refuse;
    }

    private static Severity SeverityOf(ReasonCode observation) =>
        observation == EventLogReasons.ErrorSeparator || observation == EventLogReasons.SeparatorMissing ? Severity.Refuse
        : observation == EventLogReasons.SeparatorTwice || observation == EventLogReasons.StartupLocality ? Severity.Warn
        : Severity.Note;
}
