using Attestation.Cli.Inspecting;
using Attestation.Cli.Output;

namespace Attestation.Cli.Nodes.Watching;

/// <summary>A change in a line: <c>2026-11-21T09:41:02Z worker-1 bad (was trusted): boot.command-line +2</c>.</summary>
internal static class ChangeText
{
    public static string Of(NodeChange change, DateTimeOffset now)
    {
        string was = change.Before is { } before && before != change.Word ? $" (was {NodeBoard.WordOf(before)})" : "";
        string holds = change.Word is NodeVerdictWord.Trusted or NodeVerdictWord.Warning ? $"holds {Span.Until(change.Node.Expires, now)}" : "";
        string why = change.Node.Why(change.Word);
        string rest = string.Join(", ", ((string[])[holds, why]).Where(part => part.Length > 0));
        return TextLines.Printable($"{Values.Time(now)} {change.Node.ShownName} {NodeBoard.WordOf(change.Word)}{was}{(rest.Length > 0 ? ": " + rest : "")}");
    }
}
