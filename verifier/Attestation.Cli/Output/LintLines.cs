using System.Text.Json.Nodes;
using Attestation.Formats.Dice.Linting;

namespace Attestation.Cli.Output;

/// <summary>Findings of the linter, the worst first.</summary>
internal static class LintLines
{
    /// <summary>A line each, and their number by severity; nothing where there is none.</summary>
    internal static string Text(IReadOnlyList<LintFinding> findings)
    {
        var text = new TextLines();
        if (findings.Count > 0)
            text.Line("lint: " + string.Join(", ", findings.GroupBy(f => f.Rule.Severity).OrderDescending(BySeverity).Select(g => Count(g.Key, g.Count()))), 1);
        foreach (LintFinding finding in Sorted(findings))
            text.Line(finding.ToString(), 2);
        return text.ToString();
    }

    internal static JsonArray Json(IReadOnlyList<LintFinding> findings) => [.. Sorted(findings).Select(Json)];

    internal static JsonObject Json(LintFinding finding) => new()
    {
        ["rule"] = finding.Rule.Id,
        ["severity"] = finding.Rule.Severity.ToString().ToLowerInvariant(),
        ["where"] = finding.Where,
        ["sentence"] = finding.Rule.Sentence,
        ["found"] = finding.Detail.Length == 0 ? null : finding.Detail,
        ["clause"] = finding.Clause,
    };

    private static readonly Comparer<IGrouping<LintSeverity, LintFinding>> BySeverity =
        Comparer<IGrouping<LintSeverity, LintFinding>>.Create((a, b) => a.Key.CompareTo(b.Key));

    private static IEnumerable<LintFinding> Sorted(IReadOnlyList<LintFinding> findings) => findings.OrderByDescending(f => f.Rule.Severity);

    private static string Count(LintSeverity severity, int count) => $"{count} {severity.ToString().ToLowerInvariant()}{(count == 1 ? "" : "s")}";
}
