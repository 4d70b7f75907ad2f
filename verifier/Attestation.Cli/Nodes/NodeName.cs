namespace Attestation.Cli.Nodes;

/// <summary>Which node a name on the command line means.</summary>
internal static class NodeName
{
    /// <summary>Shorter beginnings of a key's name tell nothing: all begin with the hash algorithm.</summary>
    private const int ShortestPrefix = 8;

    /// <param name="name">The cluster's name of an enrolled node, or the name of an attestation key, or its beginning.</param>
    /// <param name="nodes">All that the verifier knows.</param>
    public static NodeLine Find(string name, IReadOnlyList<NodeLine> nodes)
    {
        NodeLine[] named = [.. nodes.Where(n => n.Name == name && n.Enrolment == "enrolled")];
        if (named.Length == 0)
            named = [.. nodes.Where(n => n.Key.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (named.Length == 0 && name.Length >= ShortestPrefix)
            named = [.. nodes.Where(n => n.Key.StartsWith(name, StringComparison.OrdinalIgnoreCase))];
        if (named.Length == 0)
            named = [.. nodes.Where(n => n.Name == name)]; // ended ones
        return named.Length switch
        {
            1 => named[0],
            0 => throw CliFailure.Usage($"the verifier knows no node {name}", "attest nodes --all lists all; a node has its name in the cluster, or that of its attestation key."),
            _ => throw CliFailure.Usage($"{name} is {named.Length} nodes: {string.Join(", ", named.Select(n => n.Key[..Math.Min(20, n.Key.Length)] + "..."))}", "Give the name of the attestation key."),
        };
    }
}
