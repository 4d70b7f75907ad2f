using System.Text.Json.Nodes;
using Attestation.Cli.Inspecting;

namespace Attestation.Cli.Nodes;

/// <summary>Nodes for programs.</summary>
internal static class NodeJson
{
    /// <param name="nodes">In the order of the table.</param>
    /// <param name="now">The verifier's clock.</param>
    public static JsonObject Of(IEnumerable<NodeLine> nodes, DateTimeOffset now) => new()
    {
        ["at"] = Values.Time(now),
        ["nodes"] = new JsonArray([.. nodes.Select(node => Of(node, now))]),
    };

    public static JsonObject Of(NodeLine node, DateTimeOffset now)
    {
        NodeVerdictWord word = node.Word(now);
        var json = new JsonObject
        {
            ["node"] = node.Key,
            ["nodeName"] = node.Name,
            ["word"] = NodeBoard.WordOf(word),
            ["enrolment"] = node.Enrolment,
            ["status"] = node.Status,
            ["state"] = node.Standing,
            ["reasons"] = Values.List(node.Reasons),
            ["at"] = Time(node.At),
            ["expires"] = Time(node.Expires),
            ["next"] = Time(node.Next),
            ["holdsSeconds"] = word is NodeVerdictWord.Warning or NodeVerdictWord.Trusted ? (long)(node.Expires!.Value - now).TotalSeconds : 0,
            ["revocation"] = node.Revocation,
            ["appraisal"] = node.Appraisal,
        };
        return json;
    }

    private static JsonNode? Time(DateTimeOffset? instant) => instant is { } at ? Values.Time(at) : null;
}
