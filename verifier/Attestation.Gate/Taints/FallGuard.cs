using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Taints;

/// <summary>What the storm guard sees.</summary>
public enum StormState
{
    Calm,

    /// <summary>Nothing falls.</summary>
    Stopped,

    /// <summary>A storm, and an operator said that it is meant.</summary>
    Acknowledged,
}

/// <summary>
/// Keeps a fall from becoming an eviction storm (docs/gate-ladder.md, storms): no more than so many nodes fall in any 60 seconds, and where more than a set
/// share of all nodes would fall within the window, none does until the share recovers or an operator says that it is meant. A node whose verdict an
/// operator revoked counts among those of its minute, not towards the share, and is not stopped by it. Safe for several threads.
/// </summary>
public sealed class FallGuard(StormSettings settings)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _deciding = new();
    private readonly Queue<DateTimeOffset> _granted = new();
    private readonly Dictionary<string, DateTimeOffset> _fallen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stopped = new(StringComparer.Ordinal);
    private int _total;
    private bool _acknowledged;

    /// <summary>Nodes that would fall if they might.</summary>
    public int Waiting
    {
        get
        {
            lock (_deciding)
                return _waiting.Count;
        }
    }

    /// <summary>Nodes that stand on the ladder.</summary>
    public int Total
    {
        get
        {
            lock (_deciding)
                return _total;
        }
    }

    /// <summary>Forgets everything: another replica may have acted meanwhile, so the nodes' own annotations count.</summary>
    /// <param name="nodes">Number of nodes that stand on the ladder.</param>
    /// <param name="falls">Nodes that fell and when.</param>
    public void Reset(int nodes, IEnumerable<(string Node, DateTimeOffset At, bool ByOperator)> falls, DateTimeOffset now)
    {
        lock (_deciding)
        {
            _total = nodes;
            _acknowledged = false;
            _granted.Clear();
            _fallen.Clear();
            _waiting.Clear();
            _stopped.Clear();
            foreach ((string node, DateTimeOffset at, bool byOperator) in falls.Where(f => f.At <= now).OrderBy(f => f.At))
            {
                _granted.Enqueue(at);
                if (!byOperator)
                    _fallen[node] = at;
            }
        }
    }

    /// <summary>The number of nodes that stand on the ladder changed.</summary>
    public void Count(int nodes)
    {
        lock (_deciding)
            _total = nodes;
    }

    /// <summary>Says that a node is going to ask, so that a storm is seen whole before the first node falls. Not for nodes that an operator revoked.</summary>
    public void Announce(string node, DateTimeOffset now)
    {
        lock (_deciding)
        {
            if (!_fallen.ContainsKey(node))
                _waiting.TryAdd(node, now);
        }
    }

    /// <summary>May this bad node fall now? Ask once: a node that fell has fallen.</summary>
    public Fall Ask(string node, bool byOperator, DateTimeOffset now)
    {
        lock (_deciding)
        {
            if (byOperator)
                Leave(node);
            else if (Stops(node, now) is { } no)
                return no;
            if (AtCap(now))
                return new Fall(null, new GateDenial(GateReasons.StormRate, $"{settings.PerMinute} a minute"), _granted.Peek() + Minute);
            _granted.Enqueue(now);
            Leave(node);
            if (!byOperator)
                _fallen[node] = now;
            return new Fall(now, null, null);
        }
    }

    /// <summary>The node recovered, or is gone.</summary>
    public void Forget(string node)
    {
        lock (_deciding)
        {
            Leave(node);
            _fallen.Remove(node);
        }
    }

    /// <summary>How it stands. Where nothing is stopped any more, the nodes that were refused for it are given back, to ask again.</summary>
    public (StormState State, IReadOnlyList<string> Resumed) Look(DateTimeOffset now)
    {
        lock (_deciding)
        {
            StormState state = StateAt(now);
            if (state == StormState.Stopped)
                return (state, []);
            string[] resumed = [.. _stopped];
            _stopped.Clear();
            return (state, resumed);
        }
    }

    /// <summary>An operator says that these nodes are to fall: the share does not stop them until the storm is over. The rate does.</summary>
    public void Acknowledge()
    {
        lock (_deciding)
            _acknowledged = true;
    }

    /// <summary>Each node waits a moment, in which the others that turn bad with it are seen.</summary>
    private Fall? Stops(string node, DateTimeOffset now)
    {
        _waiting.TryAdd(node, now);
        if (StateAt(now) == StormState.Stopped)
        {
            _stopped.Add(node);
            return new Fall(null, new GateDenial(GateReasons.StormStopped, $"more than {settings.StopShare} percent"), null);
        }
        DateTimeOffset settled = _waiting[node] + settings.Settle;
        return now < settled ? new Fall(null, null, settled) : null;
    }

    private bool AtCap(DateTimeOffset now)
    {
        while (_granted.TryPeek(out DateTimeOffset oldest) && oldest + Minute <= now)
            _granted.Dequeue();
        return _granted.Count >= settings.PerMinute;
    }

    private StormState StateAt(DateTimeOffset now)
    {
        foreach (string old in _fallen.Where(f => f.Value + settings.Window <= now).Select(f => f.Key).ToList())
            _fallen.Remove(old);
        int falling = _waiting.Count + _fallen.Count;
        bool stormy = falling >= settings.Minimum && falling * 100L > (long)settings.StopShare * _total;
        if (!stormy)
            _acknowledged = false;
        return !stormy ? StormState.Calm : _acknowledged ? StormState.Acknowledged : StormState.Stopped;
    }

    private void Leave(string node)
    {
        _waiting.Remove(node);
        _stopped.Remove(node);
    }
}
