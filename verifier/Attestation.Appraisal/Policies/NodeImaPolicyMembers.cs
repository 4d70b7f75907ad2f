using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Attestation.Appraisal.Results;
using Attestation.Formats.Ima;

namespace Attestation.Appraisal.Policies;

/// <summary>The members of the policy's <c>node.ima</c> object, one reader each.</summary>
internal static class NodeImaPolicyMembers
{
    private const int MaxPatterns = 4096;
    private const int MaxLength = 512;

    /// <summary>Lays one member over the policy; null where the value is not of the member's type or range.</summary>
    internal delegate NodeImaPolicy? Reader(NodeImaPolicy policy, JsonElement value);

    private static readonly Dictionary<string, Reader> All = new(StringComparer.Ordinal)
    {
        ["exclude"] = (p, v) => Texts(v) is { } patterns ? p with { Exclude = patterns } : null,
        ["keyrings"] = (p, v) => Texts(v) is { } names ? p with { Keyrings = names } : null,
        ["buffers"] = (p, v) => Texts(v) is { } patterns ? p with { Buffers = patterns } : null,
        ["minimumHash"] = (p, v) => Hash(v) is { } hash ? p with { MinimumHash = hash } : null,
        ["otherPath"] = (p, v) => OtherPath(v) is { } severity ? p with { OtherPath = severity } : null,
    };

    internal static IReadOnlyCollection<string> Names => All.Keys;

    internal static bool TryFind(string name, [NotNullWhen(true)] out Reader? reader) => All.TryGetValue(name, out reader);

    private static ImaHash? Hash(JsonElement value) => Text(value) switch
    {
        "sha1" => ImaHash.Sha1,
        "sha256" => ImaHash.Sha256,
        "sha384" => ImaHash.Sha384,
        "sha512" => ImaHash.Sha512,
        _ => null,
    };

    private static Severity? OtherPath(JsonElement value) => Text(value) switch
    {
        "refuse" => Severity.Refuse,
        "warn" => Severity.Warn,
        "note" => Severity.Note,
        _ => null,
    };

    /// <summary>Each text at most once.</summary>
    private static List<string>? Texts(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MaxPatterns)
            return null;
        var texts = new List<string>();
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (Text(item) is not { } text || texts.Contains(text))
                return null;
            texts.Add(text);
        }
        return texts;
    }

    private static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= MaxLength } text ? text : null;
}
