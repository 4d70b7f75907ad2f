using System.Text;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Reasons;

/// <summary>docs/reasons.md is rendered from the table: <c>ATTESTATION_WRITE_REASONS=1 dotnet test ...</c> writes it, a test compares it.</summary>
internal static class ReasonsPage
{
    public static string Render()
    {
        var page = new StringBuilder();
        page.Append("# Reasons\n\nEvery refusal carries one of these codes; `attest explain CODE` prints the same text. ");
        page.Append("The page is rendered from the table in verifier/Attestation.Formats/Reasons; a test keeps the two equal.\n");
        foreach (var area in ReasonTable.All.GroupBy(r => r.Area))
        {
            page.Append($"\n## {area.Key}\n\n| code | event | what is wrong | what to do | rule |\n|---|---|---|---|---|\n");
            foreach (ReasonCode r in area)
                page.Append($"| `{r.Id}` | {r.EventId} | {r.Sentence} | {r.Remedy} | {r.Clause} |\n");
        }
        return page.ToString();
    }
}
