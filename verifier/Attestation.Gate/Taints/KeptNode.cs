using Attestation.Gate.Kubernetes;

namespace Attestation.Gate.Taints;

/// <summary>
/// A node under the ladder as the leader knows it. Everything may be read by any thread; the object may be set by any, the rest by the one worker that has
/// taken the node.
/// </summary>
public sealed class KeptNode(Node node)
{
    private volatile Node _node = node;
    private volatile NodeMemory _memory = NodeMemory.None;
    private volatile NodePlan? _plan;
    private long _askedAt;

    public string Name => Node.Metadata.Name;

    /// <summary>As last seen: by the watch, by a read, or as the answer to a patch.</summary>
    public Node Node
    {
        get => _node;
        set => _node = value;
    }

    public NodeMemory Memory
    {
        get => _memory;
        set => _memory = value;
    }

    /// <summary>What was found last; null before the first look.</summary>
    public NodePlan? Plan
    {
        get => _plan;
        set => _plan = value;
    }

    /// <summary>Failed attempts in a row.</summary>
    public int Failures { get; set; }

    /// <summary>Notes since when somebody waits for this node; the first one counts.</summary>
    public void Ask(long timestamp) => Interlocked.CompareExchange(ref _askedAt, timestamp, 0);

    /// <summary>Since when somebody waits; 0 where nobody does.</summary>
    public long TakeAsked() => Interlocked.Exchange(ref _askedAt, 0);
}
