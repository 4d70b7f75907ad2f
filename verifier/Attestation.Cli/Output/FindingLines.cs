using System.Text.Json.Nodes;
using Attestation.Formats.Reasons;

namespace Attestation.Cli.Output;

/// <summary>A reason with its place, as text and as JSON: the same members that the service's documents have.</summary>
internal static class FindingLines
{
    internal static void Write(TextLines text, ReasonCode code, string where, string expected, string actual) =>
        text.Line($"{code.Id} at {where}", 1).Fact("what", code.Sentence, 2).Fact("expected", Shown(expected), 2).Fact("found", Shown(actual), 2).Fact("what to do", code.Remedy, 2);

    internal static JsonObject Json(ReasonCode code, string where, string expected, string actual) => new()
    {
        ["code"] = code.Id,
        ["where"] = where,
        ["expected"] = expected,
        ["actual"] = actual,
        ["sentence"] = code.Sentence,
        ["remedy"] = code.Remedy,
        ["clause"] = code.Clause,
    };

    private static string? Shown(string value) => value.Length == 0 ? null : value;
}
