using System.Globalization;
using System.Text.Json.Nodes;
using Attestation.Factory.Line.Showing;
using Attestation.Factory.Lots;
using Attestation.Formats.Lots;

namespace Attestation.Factory.Commands;

/// <summary>What <c>attest-factory lot</c> says about a lot.</summary>
internal static class LotText
{
    private const int MostDevices = 20;

    public static JsonObject Document(LotJournal journal, bool verified)
    {
        JsonObject document = Head(journal);
        document["verified"] = verified;
        document["failures"] = new JsonObject(journal.Standing.Failures.Select(f => KeyValuePair.Create(f.Reason, (JsonNode?)JsonValue.Create(f.Count))));
        document["failedDevices"] = new JsonObject(journal.Standing.FailedDevices.OrderBy(f => f.DeviceId, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.DeviceId, (JsonNode?)JsonValue.Create(f.Reason))));
        document["openDevices"] = new JsonArray([.. journal.Standing.OpenDevices.Order(StringComparer.Ordinal).Select(id => JsonValue.Create(id))]);
        document["sessions"] = new JsonArray([.. journal.Standing.Sessions.Select(s => new JsonObject { ["station"] = s.Station, ["operator"] = s.Operator, ["repairedBytes"] = s.Repaired })]);
        document["journalEntries"] = journal.Entries;
        document["journalHead"] = Convert.ToHexStringLower(journal.Head.Span);
        document["tornBytes"] = journal.Torn;
        return document;
    }

    public static void Write(CommandOutput output, LotJournal journal, bool verified)
    {
        LotNumbers numbers = journal.Standing.Numbers;
        output.Result(false, Head(journal), Sentence(journal, verified));
        if (numbers.Failures.Count > 0)
            output.Table(numbers.Failures.Select(f => new[] { f.Count.ToString(CultureInfo.InvariantCulture), f.Reason }));
        string[][] devices =
        [
            .. journal.Standing.FailedDevices.OrderBy(f => f.DeviceId, StringComparer.Ordinal).Select(f => new[] { f.DeviceId, f.Reason }),
            .. journal.Standing.OpenDevices.Order(StringComparer.Ordinal).Select(id => new[] { id, "begun and not finished" }),
        ];
        if (devices.Length > 0)
            output.Table(devices.Take(MostDevices));
        if (devices.Length > MostDevices)
            output.Table([[$"and {devices.Length - MostDevices} more: --json lists all"]]);
    }

    private static JsonObject Head(LotJournal journal)
    {
        LotName lot = journal.Lot;
        LotNumbers numbers = journal.Standing.Numbers;
        return new JsonObject
        {
            ["lot"] = lot.Name,
            ["id"] = Convert.ToHexStringLower(lot.Id.Span),
            ["vendor"] = lot.Vendor,
            ["model"] = lot.Model,
            ["board"] = lot.Board,
            ["scheme"] = lot.Scheme,
            ["algorithm"] = lot.Algorithm,
            ["closed"] = journal.Standing.IsClosed,
            ["report"] = journal.HasReport,
            ["passed"] = numbers.Passed,
            ["failed"] = numbers.Failed,
            ["open"] = numbers.Open,
            ["yield"] = LineText.Percent(numbers.Yield),
            ["first"] = Time(journal.Standing.FirstTime),
            ["last"] = Time(journal.Standing.LastTime),
        };
    }

    private static string Sentence(LotJournal journal, bool verified)
    {
        if (journal.Torn > 0)
            return $"The journal ends in {journal.Torn} bytes of a torn entry; the next run of the line cuts them off.";
        string state = journal.Standing.IsClosed ? "closed" : "open";
        return verified ? $"The lot holds: every record, certificate, endorsement and result is good, and it is {state}." : $"The lot is {state}; its journal's chain holds.";
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
