using System.Text.Json.Nodes;
using Attestation.Formats.EventLog;

namespace Attestation.Factory.Nodes;

/// <summary>What was stated, and what is constant and what varies between the machines.</summary>
internal static class NodeReferenceReport
{
    /// <param name="set">The values.</param>
    /// <param name="files">Where they were written.</param>
    /// <param name="withComponents">Name every component; text shows them as a table instead.</param>
    internal static JsonObject Document(NodeReferenceSet set, IReadOnlyList<string> files, bool withComponents)
    {
        var document = new JsonObject
        {
            ["corim"] = new JsonArray([.. files.Select(f => (JsonNode)JsonValue.Create(f))]),
            ["machines"] = set.Machines,
            ["values"] = set.Count,
            ["files"] = set.Files.Count,
        };
        if (set.Survey.LeftOut.Count > 0)
            document["leftOut"] = new JsonArray([.. set.Survey.LeftOut.Select(l => (JsonNode)JsonValue.Create(l))]);
        if (withComponents)
            document["components"] = new JsonArray([.. set.Survey.Components.Select(Component)]);
        return document;
    }

    private static JsonNode Component(SurveyedComponent component) => new JsonObject
    {
        ["class"] = component.Class.Name(),
        ["name"] = component.Name,
        ["machines"] = new JsonArray([.. component.Machines.Select(m => (JsonNode)JsonValue.Create(m))]),
        ["constant"] = component.IsConstant,
        ["lines"] = component.IsText ? new JsonArray([.. component.Lines.Select(l => (JsonNode)JsonValue.Create(l))]) : null,
        ["digests"] = component.IsText ? null : new JsonArray([.. component.Digests.Select(d => (JsonNode)JsonValue.Create(Convert.ToHexStringLower(d.Value.Span)))]),
    };

    /// <summary>One row for each component; the first is the heading.</summary>
    internal static IEnumerable<string[]> Table(NodeReferenceSet set) =>
    [
        ["class", "name", "machines", "values", "between machines"],
        .. set.Survey.Components.Select(c => (string[])
        [
            c.Class.Name(), c.IsText && c.Lines.Count == 1 ? c.Lines[0] : c.Name, $"{c.Machines.Count} of {set.Machines}", $"{(c.IsText ? c.Lines.Count : c.Digests.Count)}",
            !c.IsConstant ? "varies" : c.Machines.Count == set.Machines ? "constant" : "constant where it is",
        ]),
    ];
}
