using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Attestation.Appraisal.Results;
using Attestation.Formats.Ima;

namespace Attestation.Appraisal.Policies;

/// <summary>The members of the policy's <c>node.ima</c> object, one reader each.</summary>
internal static class NodeImaPolicyMembers
{
    /// <summary>Most characters of a pattern: the longest path of Linux.</summary>
    private const int MaxPattern = 4096;

    /// <summary>Lays one member over the policy; null where the value is not of the member's type or range.</summary>
    internal delegate NodeImaPolicy? Reader(NodeImaPolicy policy, JsonElement value);

    private static readonly Dictionary<string, Reader> All = new(StringComparer.Ordinal)
    {
        ["exclude"] = (p, v) => PolicyMembers.NameList(v, MaxPattern) is { } patterns ? p with { Exclude = patterns } : null,
        ["violations"] = (p, v) => PolicyMembers.NameList(v, MaxPattern) is { } patterns ? p with { Violations = patterns } : null,
        ["keyrings"] = (p, v) => PolicyMembers.NameList(v, MaxPattern) is { } names ? p with { Keyrings = names } : null,
        ["buffers"] = (p, v) => PolicyMembers.NameList(v, MaxPattern) is { } patterns ? p with { Buffers = patterns } : null,
        ["minimumHash"] = (p, v) => Hash(v) is { } hash ? p with { MinimumHash = hash } : null,
        ["otherPath"] = (p, v) => OtherPath(v) is { } severity ? p with { OtherPath = severity } : null,
    };

    internal static IReadOnlyCollection<string> Names => All.Keys;

    internal static bool TryFind(string name, [NotNullWhen(true)] out Reader? reader) => All.TryGetValue(name, out reader);

    private static ImaHash? Hash(JsonElement value) => PolicyMembers.Text(value) switch
    {
        "sha1" => ImaHash.Sha1,
        "sha256" => ImaHash.Sha256,
        "sha384" => ImaHash.Sha384,
        "sha512" => ImaHash.Sha512,
        _ => null,
    };

    private static Severity? OtherPath(JsonElement value) => PolicyMembers.Text(value) switch
    {
        "refuse" => Severity.Refuse,
        "warn" => Severity.Warn,
        "note" => Severity.Note,
        _ => null,
    };
}
