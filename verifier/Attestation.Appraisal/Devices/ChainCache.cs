namespace Attestation.Appraisal.Devices;

/// <summary>
/// Chains whose verification succeeded, least recently used out first. Thread-safe. An entry counts only for exactly the same chain bytes,
/// anchors and rules, so the cache changes how long an appraisal takes and nothing else.
/// </summary>
public sealed class ChainCache
{
    private readonly Lock gate = new();
    private readonly Dictionary<ChainKey, LinkedListNode<(ChainKey Key, KnownChain Chain)>> byKey;
    private readonly LinkedList<(ChainKey Key, KnownChain Chain)> byUse = new();

    /// <param name="capacity">Number of chains kept; at least 1. One three-layer P-256 chain costs about 8 KiB.</param>
    public ChainCache(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
        byKey = new Dictionary<ChainKey, LinkedListNode<(ChainKey, KnownChain)>>(capacity);
    }

    public int Capacity { get; }

    public int Count
    {
        get
        {
            lock (gate)
                return byKey.Count;
        }
    }

    internal KnownChain? Find(in ChainKey key)
    {
        lock (gate)
        {
            if (!byKey.TryGetValue(key, out var node))
                return null;
            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value.Chain;
        }
    }

    internal void Add(in ChainKey key, KnownChain chain)
    {
        lock (gate)
        {
            if (byKey.ContainsKey(key))
                return;
            if (byKey.Count == Capacity)
            {
                byKey.Remove(byUse.Last!.Value.Key);
                byUse.RemoveLast();
            }
            byKey.Add(key, byUse.AddFirst((key, chain)));
        }
    }
}
