using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.Cli.Output;

/// <summary>A JSON answer as text for people: names in words, one fact a line, objects and lists indented below their name.</summary>
internal static class JsonAsText
{
    internal static string Render(string headline, JsonObject document)
    {
        var text = new TextLines().Line(headline);
        Members(text, document, 1);
        return text.ToString();
    }

    private static void Members(TextLines text, JsonObject document, int depth)
    {
        foreach ((string name, JsonNode? value) in document)
            Member(text, Words(name), value, depth);
    }

    private static void Member(TextLines text, string name, JsonNode? value, int depth)
    {
        switch (value)
        {
            case null:
                break;
            case JsonObject inner:
                text.Line(name + ":", depth);
                Members(text, inner, depth + 1);
                break;
            case JsonArray { Count: 0 }:
                text.Fact(name, "none", depth);
                break;
            case JsonArray list when list.All(item => item is JsonValue):
                text.Fact(name, string.Join(", ", list.Select(Scalar)), depth);
                break;
            case JsonArray list:
                for (int i = 0; i < list.Count; i++)
                    Member(text, $"{name} {i}", list[i], depth);
                break;
            default:
                text.Fact(name, Scalar(value), depth);
                break;
        }
    }

    private static string Scalar(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value?.ToString() ?? "",
    };

    /// <summary>notBefore as "not before".</summary>
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) && char.IsLower(name[i - 1]) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));
}
