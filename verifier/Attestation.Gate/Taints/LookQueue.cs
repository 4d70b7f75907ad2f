namespace Attestation.Gate.Taints;

/// <summary>When to look at which node again: a heap, one instant per node, so that nobody walks over all nodes every second. Safe for several threads.</summary>
public sealed class LookQueue
{
    private readonly Lock changing = new();
    private readonly PriorityQueue<string, DateTimeOffset> heap = new();
    private readonly Dictionary<string, DateTimeOffset> due = new(StringComparer.Ordinal);

    /// <summary>Nodes that will be looked at.</summary>
    public int Count
    {
        get
        {
            lock (changing)
                return due.Count;
        }
    }

    /// <summary>Replaces the node's instant; null takes it out.</summary>
    public void Set(string node, DateTimeOffset? at)
    {
        lock (changing)
        {
            if (at is null)
            {
                due.Remove(node);
                return;
            }
            if (due.TryGetValue(node, out DateTimeOffset before) && before == at)
                return;
            due[node] = at.Value;
            heap.Enqueue(node, at.Value);
            if (heap.Count > 2 * due.Count + 64)
                Rebuild();
        }
    }

    /// <summary>Takes out the nodes whose instant has come.</summary>
    public List<string> TakeDue(DateTimeOffset now)
    {
        var taken = new List<string>();
        lock (changing)
        {
            while (heap.TryPeek(out string? node, out DateTimeOffset at) && at <= now)
            {
                heap.Dequeue();
                // an entry whose node was given another instant since is left over
                if (due.TryGetValue(node, out DateTimeOffset current) && current == at)
                {
                    due.Remove(node);
                    taken.Add(node);
                }
            }
        }
        return taken;
    }

    /// <summary>The next instant; null where there is none. It may be of an entry that is left over.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            lock (changing)
                return heap.TryPeek(out _, out DateTimeOffset at) ? at : null;
        }
    }

    private void Rebuild()
    {
        heap.Clear();
        foreach ((string node, DateTimeOffset at) in due)
            heap.Enqueue(node, at);
    }
}
