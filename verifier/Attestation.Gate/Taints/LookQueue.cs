namespace Attestation.Gate.Taints;

/// <summary>When to look at which node again: a heap, one instant per node, so that nobody walks over all nodes every second. Safe for several threads.</summary>
public sealed class LookQueue
{
    private readonly Lock _changing = new();
    private readonly PriorityQueue<string, DateTimeOffset> _heap = new();
    private readonly Dictionary<string, DateTimeOffset> _due = new(StringComparer.Ordinal);

    /// <summary>Nodes that will be looked at.</summary>
    public int Count
    {
        get
        {
            lock (_changing)
                return _due.Count;
        }
    }

    /// <summary>Replaces the node's instant; null takes it out.</summary>
    public void Set(string node, DateTimeOffset? at)
    {
        lock (_changing)
        {
            if (at is null)
            {
                _due.Remove(node);
                return;
            }
            if (_due.TryGetValue(node, out DateTimeOffset before) && before == at)
                return;
            _due[node] = at.Value;
            _heap.Enqueue(node, at.Value);
            if (_heap.Count > 2 * _due.Count + 64)
                Rebuild();
        }
    }

    /// <summary>Takes out the nodes whose instant has come.</summary>
    public List<string> TakeDue(DateTimeOffset now)
    {
        var taken = new List<string>();
        lock (_changing)
        {
            while (_heap.TryPeek(out string? node, out DateTimeOffset at) && at <= now)
            {
                _heap.Dequeue();
                // an entry whose node was given another instant since is left over
                if (_due.TryGetValue(node, out DateTimeOffset current) && current == at)
                {
                    _due.Remove(node);
                    taken.Add(node);
                }
            }
        }
        return taken;
    }

    /// <summary>Takes out everything.</summary>
    public void Clear()
    {
        lock (_changing)
        {
            _heap.Clear();
            _due.Clear();
        }
    }

    private void Rebuild()
    {
        _heap.Clear();
        foreach ((string node, DateTimeOffset at) in _due)
            _heap.Enqueue(node, at);
    }
}
