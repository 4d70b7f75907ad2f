using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Cli.Inputs;
using Attestation.Cli.Output;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;

namespace Attestation.Cli.Commands;

/// <summary><c>attest ima</c>: reads a binary IMA list, replays it, finds the prefix that a quoted PCR covers.</summary>
internal static class ImaCommand
{
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        var file = new Argument<string>("FILE") { Description = "The list, as in /sys/kernel/security/ima/binary_runtime_measurements." };
        var pcr10 = new Option<string>("--pcr10") { Description = "The quoted PCR 10; its length says which bank. Refused where no beginning of the list replays to it.", HelpName = "HEX" };
        var command = new Command("ima", "Read an IMA measurement list and replay it. With --pcr10 find the entries that the quote covers: exit 1 where none match.") { file, pcr10 };
        command.SetAction(parsed => run(parsed, p => Answer(InputFile.Read(p.GetRequiredValue(file)), p.GetValue(pcr10))));
        return command;
    }

    private static Answer Answer(InputFile file, string? pcr10)
    {
        (PcrBank bank, byte[] quoted) = pcr10 is null ? (PcrBank.Sha256, []) : Quoted(pcr10);
        var templates = new SortedDictionary<string, long>(StringComparer.Ordinal);
        ImaPrefix found = ImaPrefixSearch.Find(file.Bytes, new ImaRun(bank), quoted, (in ImaEntry entry, in ImaFields _, bool _) => templates[entry.Template] = templates.GetValueOrDefault(entry.Template) + 1);
        ImaFinding[] findings = [.. found.Findings.Where(f => pcr10 is not null || f.Code != Formats.Reasons.ImaReasons.NoPrefix)];
        int exit = findings.Length == 0 ? ExitCodes.Good : findings.Any(f => IsMalformed(f)) && found.Quoted is null ? ExitCodes.Usage : ExitCodes.Refused;
        return new Answer(exit, Text(file, found, findings, templates, pcr10), Document(file, found, findings, templates, pcr10));
    }

    /// <summary>Is it no list at all, rather than a list that was changed?</summary>
    private static bool IsMalformed(ImaFinding finding) =>
        finding.Entry == 0 && finding.Code.Id is "ima.truncated" or "ima.pcr-index" or "ima.template-name" or "ima.template-length";

    private static (PcrBank Bank, byte[] Value) Quoted(string hex)
    {
        byte[] value = Arguments.Hex(hex, "--pcr10");
        return value.Length switch
        {
            20 => (PcrBank.Sha1, value),
            32 => (PcrBank.Sha256, value),
            48 => (PcrBank.Sha384, value),
            64 => (PcrBank.Sha512, value),
            _ => throw CliFailure.Usage($"--pcr10 has {value.Length} bytes", "A PCR has 20 (sha1), 32 (sha256), 48 (sha384) or 64 (sha512) bytes."),
        };
    }

    private static string Text(InputFile file, ImaPrefix found, ImaFinding[] findings, SortedDictionary<string, long> templates, string? pcr10)
    {
        string verdict = pcr10 is null ? "" : found.Quoted is null ? "; no beginning matches PCR 10" : $"; the quote covers {found.Quoted.Count}, {found.UnquotedCount} unquoted";
        var text = new TextLines().Line($"{file.Name}: {found.Last.Count} entries{verdict}");
        text.Fact("templates", string.Join(", ", templates.Select(t => $"{t.Key} {t.Value}")));
        text.Fact("violations", found.Last.Violations);
        text.Fact($"{found.Last.Bank.BankName()}:10", Convert.ToHexStringLower(found.Last.Value));
        foreach (ImaFinding finding in findings)
            text.Line($"{finding.Code.Id} at {Where(finding)}", 1).Fact("what", finding.Code.Sentence, 2).Fact("what to do", finding.Code.Remedy, 2);
        return text.ToString();
    }

    private static string Where(ImaFinding finding) => finding.Entry < 0 ? "the list" : $"entry {finding.Entry} (byte {finding.Offset})";

    private static JsonObject Document(InputFile file, ImaPrefix found, ImaFinding[] findings, SortedDictionary<string, long> templates, string? pcr10) => new()
    {
        ["file"] = file.Name,
        ["entries"] = found.Last.Count,
        ["violations"] = found.Last.Violations,
        ["bank"] = found.Last.Bank.BankName(),
        ["pcr10"] = Convert.ToHexStringLower(found.Last.Value),
        ["matched"] = pcr10 is null ? null : found.Quoted is not null,
        ["quoted"] = pcr10 is null ? null : found.Quoted?.Count,
        ["unquoted"] = pcr10 is null || found.Quoted is null ? null : found.UnquotedCount,
        ["templates"] = new JsonObject(templates.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value))),
        ["findings"] = new JsonArray([.. findings.Select(f => FindingLines.Json(f.Code, Where(f), "", ""))]),
    };
}
