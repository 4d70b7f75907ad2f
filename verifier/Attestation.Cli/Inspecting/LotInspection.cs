using System.Globalization;
using System.Text.Json.Nodes;
using Attestation.Formats.Corim;
using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;

namespace Attestation.Cli.Inspecting;

/// <summary>What a factory line leaves: device records, lot reports, journals. No signature is checked here; a journal's chain is.</summary>
internal static class LotInspection
{
    internal static Description? Record(ReadOnlyMemory<byte> bytes)
    {
        if (!UnverifiedDeviceRecord.TryParse(bytes, out UnverifiedDeviceRecord? unverified, out _))
            return null;
        DeviceRecord record = unverified.ForDisplay;
        return new Description("device record", new JsonObject
        {
            ["signedBy"] = Values.Hex(unverified.KeyId),
            ["device"] = record.DeviceId,
            ["ueid"] = Values.Hex(record.Ueid),
            ["lot"] = Lot(record.Lot),
            ["passed"] = Values.Seconds(record.PassedAt),
            ["locks"] = Values.List(record.Locks),
            ["firmware"] = record.FirmwareVersion,
            ["svn"] = record.Svn is { } svn ? svn.ToString(CultureInfo.InvariantCulture) : null,
            ["nonce"] = Values.Hex(record.Nonce),
            ["evidenceDigest"] = Values.Hex(record.EvidenceDigest),
            ["result"] = record.Result,
            ["udsCertificateBytes"] = record.UdsCertificate.Length,
            ["endorsedBy"] = UnverifiedSignedCorim.TryParse(record.Endorsement, out UnverifiedSignedCorim? corim, out _) ? corim.Signer : null,
        });
    }

    internal static Description? Report(ReadOnlyMemory<byte> bytes)
    {
        if (!UnverifiedLotReport.TryParse(bytes, out UnverifiedLotReport? unverified, out _))
            return null;
        LotReport report = unverified.ForDisplay;
        return new Description("lot report", new JsonObject
        {
            ["signedBy"] = Values.Hex(unverified.KeyId),
            ["lot"] = Lot(report.Lot),
            ["first"] = Values.Seconds(report.FirstTime),
            ["closed"] = Values.Seconds(report.LastTime),
            ["passed"] = report.Passed,
            ["failed"] = report.Failed,
            ["failures"] = Counts(report.Failures.Select(f => (f.Reason, f.Count))),
            ["stations"] = Values.List(report.Stations),
            ["operators"] = Values.List(report.Operators),
            ["releases"] = Values.List(report.Releases.Select(r => Convert.ToHexStringLower(r.Span))),
            ["authority"] = Values.Hex(report.Authority),
            ["journalEntries"] = report.JournalEntries,
            ["journalHead"] = Values.Hex(report.JournalHead),
        });
    }

    /// <summary>A journal begins with its first entry, which says which lot it is of.</summary>
    internal static Description? Journal(ReadOnlyMemory<byte> bytes)
    {
        var entries = new List<JournalEntry>();
        ReadOnlyMemory<byte> head = new byte[JournalFrame.HashLength];
        int at = 0;
        while (JournalFrame.TryRead(bytes[at..], out ReadOnlyMemory<byte> entry, out int length) && JournalEntryCbor.TryParse(entry, out JournalEntry parsed)
            && parsed.Previous.Span.SequenceEqual(head.Span) && (entries.Count == 0) == (parsed.Kind == JournalEntryKind.Opened))
        {
            entries.Add(parsed);
            at += length;
            head = bytes.Slice(at - JournalFrame.HashLength, JournalFrame.HashLength);
        }
        if (entries.Count == 0)
            return null;
        string[] lint = at == bytes.Length ? [] : [$"{bytes.Length - at} bytes at {at} are no entry that follows: {LineReasons.JournalTorn.Id} or {LineReasons.JournalBroken.Id}, attest-factory lot show tells"];
        return new Description("journal of a lot", new JsonObject
        {
            ["lot"] = Lot(entries[0].Lot!),
            ["entries"] = entries.Count,
            ["kinds"] = Counts(entries.GroupBy(e => e.Kind).OrderBy(g => g.Key).Select(g => (g.Key.ToString().ToLowerInvariant(), g.Count()))),
            ["failures"] = Counts(entries.Where(e => e.Kind == JournalEntryKind.Failed).GroupBy(e => e.Reason!, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count()))),
            ["first"] = Values.Time(entries[0].Time),
            ["last"] = Values.Time(entries[^1].Time),
            ["closed"] = entries[^1].Kind == JournalEntryKind.Closed,
            ["head"] = Values.Hex(head),
        }, lint);
    }

    private static JsonObject Lot(LotName lot) => new()
    {
        ["name"] = lot.Name,
        ["id"] = Values.Hex(lot.Id),
        ["vendor"] = lot.Vendor,
        ["model"] = lot.Model,
        ["board"] = lot.Board,
        ["scheme"] = lot.Scheme,
        ["algorithm"] = lot.Algorithm,
    };

    private static JsonObject Counts(IEnumerable<(string Name, int Count)> counts) => new(counts.Select(c => KeyValuePair.Create(c.Name, (JsonNode?)JsonValue.Create(c.Count))));
}
