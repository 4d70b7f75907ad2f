using System.Text.Json.Nodes;
using Attestation.Cli.Inspecting;
using Attestation.Cli.Output;
using Attestation.Cli.Verifiers;
using Attestation.Formats.Reasons;

namespace Attestation.Cli.Nodes;

/// <summary>One node in full, for people.</summary>
internal static class NodeText
{
    /// <param name="document">The node as the verifier shows it.</param>
    /// <param name="now">The verifier's clock.</param>
    /// <param name="root">Address of the verifier, for the command that tells more.</param>
    public static string Of(JsonObject document, DateTimeOffset now, Uri root)
    {
        NodeLine node = NodeLine.OfNode(document);
        NodeVerdictWord word = node.Word(now);
        var text = new TextLines().Line($"{node.ShownName}: {NodeBoard.WordOf(word)}");
        text.Fact("why", word == NodeVerdictWord.Revoked && node.Revocation is null || word is NodeVerdictWord.Late or NodeVerdictWord.None or NodeVerdictWord.Ended ? node.Why(word) : null);
        text.Fact("verdict", node.Status is { } status ? $"{status}, {Time(node.At, now)}" : null);
        text.Fact("holds until", word is NodeVerdictWord.Trusted or NodeVerdictWord.Warning or NodeVerdictWord.Late ? Time(node.Expires, now) : null);
        text.Fact("next", node.Next is null ? null : Time(node.Next, now));
        text.Fact("revoked", document["revocation"] is JsonObject revocation ? $"{Time(revocation.Instant("at"), now)}: {node.Revocation}" : null);
        text.Fact("class", document["class"] is JsonObject @class ? $"{@class["vendor"]} {@class["model"]}" : "none");
        text.Fact("enrolled", Time(document.Instant("enrolledAt"), now)).Fact("ended", document.Instant("endedAt") is { } ended ? $"{node.Enrolment} {Time(ended, now)}" : null);
        text.Fact("key", node.Key).Fact("TPM", document.Text("ekName")).Fact("anchor", document.Text("anchor")).Fact("DICE key", document.Text("udsKey")).Fact("superseded by", document.Text("supersededBy"));
        foreach (string id in node.Reasons)
        {
            text.Line(id, 1);
            if (ReasonTable.TryFind(id, out ReasonCode reason))
                text.Fact("what", reason.Sentence, 2).Fact("what to do", reason.Remedy, 2);
        }
        if (node.Appraisal is { } appraisal)
            text.Line($"attest explain {appraisal} --verifier {root.ToString().TrimEnd('/')} tells every finding", 1);
        return text.ToString();
    }

    private static string Time(DateTimeOffset? instant, DateTimeOffset now) =>
        instant is { } at ? $"{Values.Time(at)} ({(at > now ? "in " : "")}{Span.Until(at, now)})" : "unknown";
}
