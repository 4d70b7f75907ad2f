using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Attestation.Appraisal.Policies;

/// <summary>The members of the policy's <c>node.ima</c> object, one reader each.</summary>
internal static class NodeImaPolicyMembers
{
    /// <summary>Lays one member over the policy; null where the value is not of the member's type or range.</summary>
    internal delegate NodeImaPolicy? Reader(NodeImaPolicy policy, JsonElement value);

    private static readonly Dictionary<string, Reader> All = new(StringComparer.Ordinal)
    {
        ["exclude"] = (p, v) => PolicyMembers.NameList(v, most: 4096) is { } patterns ? p with { Exclude = patterns } : null,
    };

    internal static IReadOnlyCollection<string> Names => All.Keys;

    internal static bool TryFind(string name, [NotNullWhen(true)] out Reader? reader) => All.TryGetValue(name, out reader);
}
