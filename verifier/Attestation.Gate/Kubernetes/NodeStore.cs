using System.Collections.Concurrent;

namespace Attestation.Gate.Kubernetes;

/// <summary>All nodes of the cluster, as the one watch of this process last saw them.</summary>
public sealed class NodeStore : IWatchSink<Node>
{
    private readonly ConcurrentDictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private volatile bool _loaded;

    /// <summary>Raised after a node was added, changed or (true) deleted, on the thread of the watch: handlers only note what to do.</summary>
    public event Action<Node, bool>? Changed;

    /// <summary>Have the nodes been listed once?</summary>
    public bool IsLoaded => _loaded;

    public IReadOnlyCollection<Node> All => [.. _nodes.Values];

    public int Count => _nodes.Count;

    public Node? Find(string name) => _nodes.GetValueOrDefault(name);

    Task IWatchSink<Node>.ListedAsync(IReadOnlyList<Node> items, CancellationToken cancel)
    {
        var present = items.Select(n => n.Metadata.Name).ToHashSet(StringComparer.Ordinal);
        foreach (Node gone in _nodes.Values.Where(n => !present.Contains(n.Metadata.Name)))
            Take(gone, deleted: true);
        foreach (Node node in items)
        {
            if (Find(node.Metadata.Name)?.Metadata.ResourceVersion != node.Metadata.ResourceVersion)
                Take(node, deleted: false);
        }
        _loaded = true;
        return Task.CompletedTask;
    }

    Task IWatchSink<Node>.ChangedAsync(Node value, bool deleted, CancellationToken cancel)
    {
        Take(value, deleted);
        return Task.CompletedTask;
    }

    private void Take(Node node, bool deleted)
    {
        if (deleted)
            _nodes.TryRemove(node.Metadata.Name, out _);
        else
            _nodes[node.Metadata.Name] = node;
        Changed?.Invoke(node, deleted);
    }
}
