using System.Text.RegularExpressions;

namespace Attestation.Gate.JoinTokens;

/// <summary>
/// Groups of the gate's bootstrap tokens: one that all have, for RBAC to bind, and one of the node's own. Kubernetes admits
/// <c>system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]</c>, so the dots of a node's name become colons; no name has any, so the way back is clear.
/// </summary>
/// <param name="prefix">The group that all have: <c>system:bootstrappers:attestation</c>.</param>
public sealed partial class TokenGroups(string prefix)
{
    public const string Common = "system:bootstrappers";
    public const string DefaultPrefix = Common + ":attestation";

    /// <summary>The group that all tokens of the gate have.</summary>
    public string All => prefix;

    /// <summary>Is this text one that Kubernetes takes as a token's extra group?</summary>
    public static bool IsGroup(string group) => Form().IsMatch(group);

    /// <summary>The node's own group; null where the name is too long for one.</summary>
    public string? Of(string node)
    {
        string group = $"{prefix}:{node.Replace('.', ':')}";
        return IsGroup(group) ? group : null;
    }

    /// <summary>The node for which a token was made, by the groups of whoever shows it; null where it is none of the gate's tokens.</summary>
    public string? NodeOf(IEnumerable<string> groups) =>
        groups.FirstOrDefault(g => g.StartsWith(prefix + ":", StringComparison.Ordinal))?[(prefix.Length + 1)..].Replace(':', '.');

    /// <summary>k8s.io/cluster-bootstrap/token/api, BootstrapGroupPattern.</summary>
    [GeneratedRegex(@"\Asystem:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
