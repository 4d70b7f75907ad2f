using Attestation.Formats.Reasons;

namespace Attestation.Gate.Verdicts;

/// <summary>
/// The latest verdict of every node, as the verifier's feed told it. Expired ones stay: whoever asks judges them with <see cref="VerdictCheck"/> at the
/// instant of its question, so nothing here can outlive its lease. A later appraisal replaces an earlier one and never the other way round, whatever the
/// order in which they come. Two attestation keys that are current under one name are no verdict at all.
/// </summary>
public sealed class VerdictCache(TimeProvider clock, int capacity = 100_000)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, NodeVerdict> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeVerdict> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _keysOfName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byKubeletKey = new(StringComparer.Ordinal);
    private long _contact = long.MinValue;
    private volatile bool _loaded;

    /// <summary>Raised after what is known of a name changed, on the thread of the feed: handlers only note what to do.</summary>
    public event Action<NodeVerdict>? Changed;

    /// <summary>False until the whole feed has been read once: then nothing is known of any node, which is not the same as a node without a verdict.</summary>
    public bool IsLoaded => _loaded;

    /// <summary>When the verifier last answered; null where it never did.</summary>
    public DateTimeOffset? LastContact => Interlocked.Read(ref _contact) is var ticks and not long.MinValue ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>One per name of the cluster.</summary>
    public IReadOnlyList<NodeVerdict> All
    {
        get
        {
            lock (_lock)
                return [.. _byName.Values];
        }
    }

    /// <summary>The latest verdict of a node of the cluster, expired or not; null where there is none.</summary>
    public NodeVerdict? Find(string nodeName)
    {
        lock (_lock)
            return _byName.GetValueOrDefault(nodeName);
    }

    /// <summary>The verdict whose evidence bound a kubelet's key, whatever became of it; null where none did.</summary>
    /// <param name="sha256">Of the SubjectPublicKeyInfo, lower-case hex.</param>
    public NodeVerdict? FindByKubeletKey(string sha256)
    {
        lock (_lock)
            return _byKubeletKey.TryGetValue(sha256, out string? node) ? _byKey.GetValueOrDefault(node) : null;
    }

    /// <summary>May the node be trusted at this instant? Null where it may.</summary>
    public GateDenial? Check(string nodeName, DateTimeOffset now) => IsLoaded
        ? VerdictCheck.Of(Find(nodeName), nodeName, now)
        : new GateDenial(GateReasons.VerifierUnknown, nodeName);

    /// <summary>Takes a verdict, unless a later one of the same attestation key is known.</summary>
    /// <returns>False where it changed nothing.</returns>
    public bool Put(NodeVerdict verdict)
    {
        List<NodeVerdict> changed = [];
        lock (_lock)
        {
            NodeVerdict? known = _byKey.GetValueOrDefault(verdict.Node);
            if (known is null && _byKey.Count >= capacity && !MakeRoom())
                return false;
            NodeVerdict? next = known is null ? verdict : Later(known, verdict);
            if (next is null || (known is not null && AreSame(known, next)))
                return false;
            Replace(known, next);
            foreach (string name in new[] { next.NodeName, known?.NodeName }.OfType<string>().Distinct())
            {
                if (Choose(name) is { } chosen)
                    changed.Add(chosen);
            }
        }
        foreach (NodeVerdict one in changed)
            Changed?.Invoke(one);
        return true;
    }

    /// <summary>
    /// An operator took back what is known of a node, or ended the node: that counts without a signature, since it only takes away.
    /// </summary>
    public bool End(string node, VerdictState state)
    {
        NodeVerdict? known;
        lock (_lock)
            known = _byKey.GetValueOrDefault(node);
        return known is not null && known.State != state && state != VerdictState.Current && Put(known with { State = state });
    }

    /// <summary>The verifier answered; from the first time that nothing was left to read, the cache is loaded.</summary>
    public void Contacted(bool complete)
    {
        Interlocked.Exchange(ref _contact, clock.GetUtcNow().UtcTicks);
        _loaded |= complete;
    }

    /// <summary>
    /// Which of two verdicts on one key counts. The appraisal's time is signed, so it decides; the feed's sequence only where both were made in the same
    /// second. A revocation of an appraisal stays until a later one: the verifier promises that, so an answer that forgets it is an old one.
    /// </summary>
    private static NodeVerdict? Later(NodeVerdict known, NodeVerdict verdict)
    {
        if (verdict.Appraisal == known.Appraisal && verdict.State != VerdictState.Current)
            return known with { State = verdict.State, Sequence = verdict.Sequence };
        if (verdict.Appraisal == known.Appraisal)
            return known.State == VerdictState.Current ? verdict : null;
        bool later = verdict.At > known.At || (verdict.At == known.At && verdict.Sequence > known.Sequence);
        return later ? verdict : verdict.State != VerdictState.Current ? known with { State = verdict.State } : null;
    }

    private static bool AreSame(NodeVerdict a, NodeVerdict b) => a.Reasons.SequenceEqual(b.Reasons) && (b with { Reasons = a.Reasons, Sequence = a.Sequence }) == a;

    private void Replace(NodeVerdict? known, NodeVerdict next)
    {
        _byKey[next.Node] = next;
        if (known?.KubeletKeySha256 is { } old && _byKubeletKey.GetValueOrDefault(old) == next.Node)
            _byKubeletKey.Remove(old);
        if (next.KubeletKeySha256 is { } key)
            _byKubeletKey[key] = next.Node;
        if (known is not null && known.NodeName != next.NodeName)
            Unname(known);
        if (!_keysOfName.TryGetValue(next.NodeName, out HashSet<string>? keys))
            _keysOfName.Add(next.NodeName, keys = new HashSet<string>(StringComparer.Ordinal));
        keys.Add(next.Node);
    }

    private void Unname(NodeVerdict verdict)
    {
        HashSet<string> keys = _keysOfName[verdict.NodeName];
        keys.Remove(verdict.Node);
        if (keys.Count == 0)
            _keysOfName.Remove(verdict.NodeName);
    }

    /// <summary>Of all keys that had this name the current one; of none current, the one that ended last; of several current, none: fail closed.</summary>
    private NodeVerdict? Choose(string name)
    {
        NodeVerdict[] candidates = [.. _keysOfName.GetValueOrDefault(name, []).Select(key => _byKey[key])];
        NodeVerdict[] current = [.. candidates.Where(v => v.State == VerdictState.Current)];
        NodeVerdict? best = (current.Length > 0 ? current : candidates).MaxBy(v => v.At);
        if (best is null)
        {
            _byName.Remove(name);
            return null;
        }
        NodeVerdict chosen = best with { Ambiguous = current.Length > 1 };
        _byName[name] = chosen;
        return chosen;
    }

    /// <summary>Forgets verdicts on ended nodes, which nothing is denied without.</summary>
    private bool MakeRoom()
    {
        DateTimeOffset now = clock.GetUtcNow();
        NodeVerdict[] ended = [.. _byKey.Values.Where(v => v.State is VerdictState.Retired or VerdictState.Superseded && v.Expires < now)];
        foreach (NodeVerdict one in ended)
        {
            Unname(one);
            _byKey.Remove(one.Node);
            if (one.KubeletKeySha256 is { } key)
                _byKubeletKey.Remove(key);
            Choose(one.NodeName);
        }
        return ended.Length > 0;
    }
}
