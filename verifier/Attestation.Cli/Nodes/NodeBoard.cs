using System.Text.RegularExpressions;

namespace Attestation.Cli.Nodes;

/// <summary>All nodes that are known, and in which order people want to see them.</summary>
internal sealed partial class NodeBoard
{
    private readonly Dictionary<string, NodeLine> _nodes = new(StringComparer.Ordinal);

    public NodeBoard(IEnumerable<NodeLine> nodes) => Replace(nodes);

    public IReadOnlyCollection<NodeLine> All => _nodes.Values;

    public NodeLine? Find(string key) => _nodes.GetValueOrDefault(key);

    /// <summary>Everything anew: what is not among them is gone.</summary>
    public void Replace(IEnumerable<NodeLine> nodes)
    {
        _nodes.Clear();
        foreach (NodeLine node in nodes)
            _nodes[node.Key] = node;
    }

    /// <returns>The node as it was; null where it was not known.</returns>
    public NodeLine? Put(NodeLine node)
    {
        NodeLine? before = Find(node.Key);
        _nodes[node.Key] = node;
        return before;
    }

    /// <summary>Worst first, then by name.</summary>
    public IReadOnlyList<NodeLine> Sorted(DateTimeOffset now, bool ended) =>
    [
        .. _nodes.Values.Select(node => (Node: node, Word: node.Word(now)))
            .Where(one => ended || one.Word != NodeVerdictWord.Ended)
            .OrderBy(one => one.Word).ThenBy(one => Counted(one.Node.Name ?? "~"), StringComparer.Ordinal).ThenBy(one => one.Node.Key, StringComparer.Ordinal)
            .Select(one => one.Node),
    ];

    /// <summary><c>5 nodes: 1 revoked, 1 bad, 3 trusted</c>.</summary>
    public string Summary(DateTimeOffset now)
    {
        var words = _nodes.Values.Select(n => n.Word(now)).Where(w => w != NodeVerdictWord.Ended).GroupBy(w => w).OrderBy(g => g.Key)
            .Select(g => (Word: WordOf(g.Key), Count: g.Count())).ToList();
        int count = words.Sum(w => w.Count);
        string head = count == 1 ? "1 node" : $"{count} nodes";
        return words.Count == 0 ? head : $"{head}: {string.Join(", ", words.Select(w => $"{w.Count} {w.Word}"))}";
    }

    public int Ended(DateTimeOffset now) => _nodes.Values.Count(n => n.Word(now) == NodeVerdictWord.Ended);

    /// <summary>Numbers in names padded, so that worker-9 comes before worker-10.</summary>
    private static string Counted(string name) => Number().Replace(name, digits => digits.Value.PadLeft(12, '0'));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    internal static string WordOf(NodeVerdictWord word) => word.ToString().ToLowerInvariant();
}
