using System.Collections.Concurrent;

namespace Attestation.Gate.Verdicts;

/// <summary>
/// The latest verdict of every node, as the verifier's feed told it. Expired ones stay: whoever asks judges them with <see cref="VerdictCheck"/> at the
/// instant of its question, so nothing here can outlive its lease.
/// </summary>
public sealed class VerdictCache(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, NodeVerdict> byName = new(StringComparer.Ordinal);
    private long contact = long.MinValue;
    private volatile bool loaded;

    /// <summary>Raised after a verdict was put in, on the thread of the feed: handlers only note what to do.</summary>
    public event Action<NodeVerdict>? Changed;

    /// <summary>False until the whole feed has been read once: then nothing is known of any node, which is not the same as a node without a verdict.</summary>
    public bool IsLoaded => loaded;

    /// <summary>When the verifier last answered; null where it never did.</summary>
    public DateTimeOffset? LastContact => Interlocked.Read(ref contact) is var ticks and not long.MinValue ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public IReadOnlyCollection<NodeVerdict> All => [.. byName.Values];

    /// <summary>The latest verdict of a node of the cluster, expired or not; null where there is none.</summary>
    public NodeVerdict? Find(string nodeName) => byName.GetValueOrDefault(nodeName);

    /// <summary>May the node be trusted at this instant? Null where it may.</summary>
    public GateDenial? Check(string nodeName, DateTimeOffset now) => IsLoaded
        ? VerdictCheck.Of(Find(nodeName), nodeName, now)
        : new GateDenial(Formats.Reasons.GateReasons.VerifierUnknown, nodeName);

    /// <summary>Takes a verdict, unless a later one is known.</summary>
    /// <returns>False where a later one is known.</returns>
    public bool Put(NodeVerdict verdict)
    {
        NodeVerdict kept = byName.AddOrUpdate(verdict.NodeName, verdict, (_, known) => known.Sequence > verdict.Sequence ? known : verdict);
        if (!ReferenceEquals(kept, verdict))
            return false;
        Changed?.Invoke(verdict);
        return true;
    }

    /// <summary>Forgets everything: the feed begins anew.</summary>
    public void Clear()
    {
        loaded = false;
        byName.Clear();
    }

    /// <summary>The verifier answered; from the first time that nothing was left to read, the cache is loaded.</summary>
    public void Contacted(bool complete)
    {
        Interlocked.Exchange(ref contact, clock.GetUtcNow().UtcTicks);
        loaded |= complete;
    }
}
