using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Lots;

/// <summary>The report that a journal amounts to; the same for whoever reads the same journal.</summary>
internal static class LotReports
{
    /// <param name="lot">After its closing entry.</param>
    /// <param name="entries">Of the journal.</param>
    /// <param name="head">Hash of the closing entry.</param>
    public static LotReport Of(LotStanding lot, long entries, ReadOnlyMemory<byte> head) => new()
    {
        Lot = lot.Lot!,
        Stations = [.. lot.Sessions.Select(s => s.Station).Distinct(StringComparer.Ordinal)],
        Operators = [.. lot.Sessions.Select(s => s.Operator).Distinct(StringComparer.Ordinal)],
        FirstTime = lot.FirstTime.ToUnixTimeSeconds(),
        LastTime = lot.LastTime.ToUnixTimeSeconds(),
        Passed = lot.Passed,
        Failures = [.. Failures(lot).OrderBy(f => f.Reason, StringComparer.Ordinal)],
        Releases = [.. lot.Sessions.SelectMany(s => s.Releases).DistinctBy(r => Convert.ToHexStringLower(r.Span))],
        Authority = lot.Sessions.Count == 0 ? new byte[JournalFrame.HashLength] : lot.Sessions[^1].Authority,
        JournalEntries = entries,
        JournalHead = head,
    };

    private static IEnumerable<LotFailures> Failures(LotStanding lot) =>
        lot.Open == 0 ? lot.Failures : lot.Failures.Append(new LotFailures(LineReasons.Unfinished.Id, lot.Open));
}
