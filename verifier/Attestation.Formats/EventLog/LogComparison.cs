using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.EventLog;

/// <summary>
/// Compares a log with PCR values, every value given. Where one differs, looks for the first event at which log and TPM parted, as far as a
/// hash can tell: the value of a prefix (events behind it never reached the TPM), an event whose digest is not over its data, one event
/// logged but not extended.
/// </summary>
public static class LogComparison
{
    /// <summary>Events of one PCR up to which a single surplus event is searched; the search hashes their number squared.</summary>
    private const int MaxSearched = 512;

    /// <summary>Compares.</summary>
    /// <param name="log">The log.</param>
    /// <param name="values">Values of a verified quote, or read from a TPM.</param>
    /// <param name="systemd">systemd's own log, where there is one: its records go on where the firmware's log ends.</param>
    /// <returns>One difference for each PCR that differs, in the order of banks and PCRs; empty where all agree.</returns>
    public static IReadOnlyList<PcrDifference> Compare(BootEventLog log, PcrValueSet values, SystemdMeasureLog? systemd = null)
    {
        var differences = new List<PcrDifference>();
        foreach (var bank in values.All.GroupBy(v => v.Bank))
        {
            if (!log.HasBank(bank.Key) || !bank.Key.CanHash())
                differences.AddRange(bank.Select(v => Unreplayable(log, v)));
            else
                CompareBank(log, systemd, PcrReplay.Of(log, bank.Key), bank, differences);
        }
        return differences;
    }

    private static void CompareBank(BootEventLog log, SystemdMeasureLog? systemd, PcrReplay replay, IEnumerable<(PcrBank Bank, int Pcr, ReadOnlyMemory<byte> Value)> values, List<PcrDifference> differences)
    {
        foreach ((PcrBank bank, int pcr, ReadOnlyMemory<byte> value) in values)
        {
            if (pcr >= PcrBanks.PcrCount)
                differences.Add(new PcrDifference(EventLogReasons.Unlogged, bank, pcr, null, [], value, default));
            else if (!replay.Value(pcr).SequenceEqual(value.Span) && systemd?.Covered(bank, pcr, replay.Value(pcr), value.Span) is null)
                differences.Add(Explain(log, replay, pcr, value, systemd?.Extends(pcr) ?? false));
        }
    }

    private static PcrDifference Unreplayable(BootEventLog log, (PcrBank Bank, int Pcr, ReadOnlyMemory<byte> Value) value) =>
        new(log.HasBank(value.Bank) ? EventLogReasons.BankUnsupported : EventLogReasons.BankMissing, value.Bank, value.Pcr, null, [], value.Value, default);

    private static PcrDifference Explain(BootEventLog log, PcrReplay replay, int pcr, ReadOnlyMemory<byte> value, bool bySystemdToo)
    {
        var search = new PartingSearch(log, replay.Bank, pcr, value);
        (ReasonCode code, int? first) = search switch
        {
            { Events.Count: 0 } when !bySystemdToo => (EventLogReasons.Unlogged, null),
            _ when search.DigestNotOverData() is { } changed => (EventLogReasons.EventDigest, changed),
            _ when search.BehindPrefix() is { } extra => (EventLogReasons.ExtraEvents, extra),
            _ when search.Events.Count <= MaxSearched && search.Surplus() is { } surplus => (EventLogReasons.SurplusEvent, (int?)surplus),
            _ => (EventLogReasons.Mismatch, null),
        };
        return new PcrDifference(code, replay.Bank, pcr, first, search.Events, value, replay.Value(pcr).ToArray());
    }
}
