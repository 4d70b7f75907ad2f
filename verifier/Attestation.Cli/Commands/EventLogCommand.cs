using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Cli.Inputs;
using Attestation.Cli.Output;
using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.Cli.Commands;

/// <summary><c>attest tpm eventlog</c>: reads a boot event log, replays it, compares it with PCR values.</summary>
internal static class EventLogCommand
{
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        var file = new Argument<string>("FILE") { Description = "The log, as in /sys/kernel/security/tpm0/binary_bios_measurements." };
        var pcrs = new Option<string>("--pcrs") { Description = "PCR values to compare with: lines 'sha256:7 HEX', tpm2_pcrread's YAML, or tpm2_quote's -o file.", HelpName = "FILE" };
        var systemd = new Option<string>("--systemd-log") { Description = "systemd's log, as in /run/log/systemd/tpm2-measure.log: its records go on where the firmware's log ends.", HelpName = "FILE" };
        var events = new Option<bool>("--events") { Description = "List every event: what it measures, its name, and its text where the digest is over it." };
        var command = new Command("eventlog", "Read a boot event log and replay it. With --pcrs every PCR and bank named there is compared: exit 1 and the first parting event where they differ.")
        {
            file, pcrs, systemd, events,
        };
        command.SetAction(parsed => run(parsed, p => Answer(InputFile.Read(p.GetRequiredValue(file)), p.GetValue(pcrs), p.GetValue(systemd), p.GetValue(events))));
        return command;
    }

    private static Answer Answer(InputFile file, string? pcrs, string? systemdFile, bool events)
    {
        PcrValueSet? values = pcrs is null ? null : PcrValueFile.Read(pcrs);
        if (!BootEventLog.TryParse(file.Bytes, out BootEventLog log, out ParseError error))
            throw CliFailure.Malformed(file.Name, error);
        SystemdMeasureLog? systemd = systemdFile is null ? null : SystemdLog(InputFile.Read(systemdFile));
        IReadOnlyList<PcrDifference> differences = values is null ? [] : LogComparison.Compare(log, values, systemd);
        IReadOnlyList<PcrReplay> replays = PcrReplay.All(log);
        int exit = differences.Count > 0 ? ExitCodes.Refused : ExitCodes.Good;
        return new Answer(exit, Text(file, log, replays, values, differences, events ? new ListedEvents(log, systemd) : null),
            Document(file, log, replays, values, differences, events ? new ListedEvents(log, systemd) : null));
    }

    private sealed record ListedEvents(BootEventLog Log, SystemdMeasureLog? Systemd);

    private static SystemdMeasureLog SystemdLog(InputFile file) =>
        SystemdMeasureLog.TryParse(file.Bytes, out SystemdMeasureLog log, out ParseError error) ? log : throw CliFailure.Malformed(file.Name, error);

    private static string Text(InputFile file, BootEventLog log, IReadOnlyList<PcrReplay> replays, PcrValueSet? values, IReadOnlyList<PcrDifference> differences, ListedEvents? events)
    {
        var text = new TextLines().Line($"{file.Name}: {log.Count} events, {Form(log)}, {string.Join(", ", log.Banks.Select(b => b.Bank.BankName()))}{Verdict(values, differences)}");
        if (events is not null)
            EventList.Write(text, events.Log, events.Systemd);
        foreach (PcrDifference d in differences)
        {
            FindingLines.Write(text, d.Code, d.Where, Convert.ToHexStringLower(d.Expected.Span), Convert.ToHexStringLower(d.Replayed.Span));
            text.Fact("event", d.FirstEvent is { } first ? Describe(log, first) : null, 2);
            text.Fact("events", d.Events.Count > 0 ? string.Join(", ", d.Events) : null, 2);
        }
        foreach (BootObservation observed in BootOrderChecks.Of(log))
            text.Line($"note: {observed.Code.Id} ({Place(observed)}): {observed.Code.Sentence}", 1);
        foreach (PcrReplay replay in replays)
        {
            text.Line(replay.Bank.BankName() + ":", 1);
            for (int pcr = 0; pcr < PcrBanks.PcrCount; pcr++)
            {
                if (replay.EventCount(pcr) > 0)
                    text.Line($"{pcr,2}  {Convert.ToHexStringLower(replay.Value(pcr))}  {replay.EventCount(pcr)} events", 2);
            }
        }
        return text.ToString();
    }

    private static string Place(BootObservation observed) =>
        (observed.Pcr < 0 ? "no PCR" : $"PCR {observed.Pcr}") + (observed.Event is { } number ? $", event {number}" : "");

    private static string Form(BootEventLog log) => log.Form == EventLogForm.CryptoAgile ? "crypto-agile" : "SHA-1 form";

    private static string Verdict(PcrValueSet? values, IReadOnlyList<PcrDifference> differences) =>
        values is null ? "" : differences.Count == 0 ? $"; all {values.Count} PCR values agree" : $"; {differences.Count} of {values.Count} PCR values differ";

    private static string Describe(BootEventLog log, int index)
    {
        foreach (BootEvent boot in log)
        {
            if (boot.Index == index)
                return $"{index} {boot.Type.SpecName()}: {EventText.Of(boot)}";
        }
        return index.ToString();
    }

    private static JsonObject Document(InputFile file, BootEventLog log, IReadOnlyList<PcrReplay> replays, PcrValueSet? values, IReadOnlyList<PcrDifference> differences, ListedEvents? events) => new()
    {
        ["file"] = file.Name,
        ["form"] = Form(log),
        ["banks"] = new JsonArray([.. log.Banks.Select(b => (JsonNode)b.Bank.BankName())]),
        ["eventCount"] = log.Count,
        ["padding"] = log.PaddingLength,
        ["compared"] = values?.Count,
        ["agree"] = values is null ? null : differences.Count == 0,
        ["differences"] = values is null ? null : new JsonArray([.. differences.Select(Difference)]),
        ["notes"] = new JsonArray([.. BootOrderChecks.Of(log).Select(o => new JsonObject { ["code"] = o.Code.Id, ["pcr"] = o.Pcr, ["event"] = o.Event, ["sentence"] = o.Code.Sentence })]),
        ["pcrs"] = Pcrs(replays),
        ["events"] = events is null ? null : EventList.Json(events.Log, events.Systemd),
    };

    private static JsonObject Difference(PcrDifference d)
    {
        JsonObject json = FindingLines.Json(d.Code, d.Where, Convert.ToHexStringLower(d.Expected.Span), Convert.ToHexStringLower(d.Replayed.Span));
        json["firstEvent"] = d.FirstEvent;
        json["events"] = new JsonArray([.. d.Events.Select(e => (JsonNode)e)]);
        return json;
    }

    private static JsonObject Pcrs(IReadOnlyList<PcrReplay> replays)
    {
        var banks = new JsonObject();
        foreach (PcrReplay replay in replays)
        {
            var bank = new JsonObject();
            for (int pcr = 0; pcr < PcrBanks.PcrCount; pcr++)
            {
                if (replay.EventCount(pcr) > 0)
                    bank[pcr.ToString()] = Convert.ToHexStringLower(replay.Value(pcr));
            }
            banks[replay.Bank.BankName()] = bank;
        }
        return banks;
    }
}
