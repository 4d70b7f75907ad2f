using System.Text.Json.Nodes;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Appraisal.Results;
using Attestation.Cli.Output;
using Attestation.Formats.Pcrs;

namespace Attestation.Cli.Ima;

/// <summary>The answer of <c>attest ima</c> as text and as JSON.</summary>
internal static class ImaReport
{
    internal static string Text(ImaQuestion question, ImaAnswer answer)
    {
        var text = new TextLines().Line($"{question.File.Name}: {answer.Found.Last.Count} entries{Compared(question, answer)}");
        text.Fact("templates", string.Join(", ", answer.Templates.Select(t => $"{t.Key} {t.Value}")));
        text.Fact("list", answer.ListBank == PcrBank.Sha1 ? null : answer.ListBank.BankName());
        text.Fact("violations", answer.Found.Last.Violations);
        text.Fact($"{answer.Found.Last.Bank.BankName()}:10", Convert.ToHexStringLower(answer.Found.Last.Value));
        if (answer.Verdict is { } verdict)
            Judged(text, verdict, Refused(answer));
        foreach (Finding finding in answer.Findings.OrderByDescending(f => f.Severity))
        {
            if (finding.Severity == Severity.Note)
                text.Line($"note: {finding.Code.Id} at {finding.Where}: {finding.Code.Sentence} {finding.Actual}", 1);
            else
                FindingLines.Write(text, finding.Code, finding.Severity == Severity.Warn ? finding.Where + " (warning)" : finding.Where, finding.Expected, finding.Actual);
        }
        foreach (var (code, count) in answer.Verdict?.Unlisted ?? new Dictionary<Formats.Reasons.ReasonCode, long>())
            text.Line($"and {count} more {code.Id}", 1);
        return text.ToString();
    }

    internal static JsonObject Document(ImaQuestion question, ImaAnswer answer)
    {
        bool compared = question.Quoted is not null;
        return new JsonObject
        {
            ["file"] = question.File.Name,
            ["entries"] = answer.Found.Last.Count,
            ["violations"] = answer.Found.Last.Violations,
            ["bank"] = answer.Found.Last.Bank.BankName(),
            ["listBank"] = answer.ListBank.BankName(),
            ["pcr10"] = Convert.ToHexStringLower(answer.Found.Last.Value),
            ["matched"] = compared ? answer.Found.Quoted is not null : null,
            ["quoted"] = compared ? answer.Found.Quoted?.Count : null,
            ["unquoted"] = compared && answer.Found.Quoted is not null ? answer.Found.UnquotedCount : null,
            ["templates"] = new JsonObject(answer.Templates.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value))),
            ["judged"] = answer.Verdict is { } verdict ? Judged(verdict, Refused(answer)) : null,
            ["findings"] = new JsonArray([.. answer.Findings.Select(VerdictJson.Finding)]),
        };
    }

    private static string Compared(ImaQuestion question, ImaAnswer answer) =>
        question.Quoted is null ? "; not compared with a quoted PCR"
        : answer.Found.Quoted is null ? "; no beginning matches PCR 10"
        : $"; the quote covers {answer.Found.Quoted.Count}, {answer.Found.UnquotedCount} unquoted";

    private static void Judged(TextLines text, ImaVerdict verdict, long refused)
    {
        string[] counts =
        [
            $"{verdict.ByDigest} known by digest",
            $"{verdict.BySigner} by signature",
            $"{verdict.ByName} by name",
            $"{verdict.Excluded} excluded",
            $"{refused} refused",
        ];
        text.Fact("judged", $"{verdict.Judged}: {string.Join(", ", counts)}");
    }

    private static JsonObject Judged(ImaVerdict verdict, long refused) => new()
    {
        ["entries"] = verdict.Judged,
        ["byDigest"] = verdict.ByDigest,
        ["bySigner"] = verdict.BySigner,
        ["byName"] = verdict.ByName,
        ["excluded"] = verdict.Excluded,
        ["refused"] = refused,
        ["unlisted"] = new JsonObject(verdict.Unlisted.Select(u => KeyValuePair.Create(u.Key.Id, (JsonNode?)u.Value))),
    };

    private static long Refused(ImaAnswer answer) => answer.Findings.Count(f => f.Severity == Severity.Refuse) + answer.Verdict!.Unlisted.Values.Sum();
}
