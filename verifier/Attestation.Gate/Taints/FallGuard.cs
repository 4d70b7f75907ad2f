using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Taints;

/// <summary>
/// Keeps a fall from becoming an eviction storm (docs/gate-ladder.md, storms): no more than so many nodes fall in any 60 seconds, and where more than a set
/// share of all nodes would fall within the window, none does until the share recovers or an operator says that it is meant. A node whose verdict an
/// operator revoked counts among those of its minute, not towards the share, and is not stopped by it. Safe for several threads.
/// </summary>
public sealed class FallGuard(StormSettings settings)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock deciding = new();
    private readonly Queue<DateTimeOffset> granted = new();
    private readonly Dictionary<string, DateTimeOffset> fallen = new(StringComparer.Ordinal);
    private readonly HashSet<string> waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> stopped = new(StringComparer.Ordinal);
    private int total;
    private bool acknowledged;

    /// <summary>Nodes that would fall if they might.</summary>
    public int Waiting
    {
        get
        {
            lock (deciding)
                return waiting.Count;
        }
    }

    /// <summary>Forgets everything: another replica may have acted meanwhile, so the nodes' own annotations count.</summary>
    /// <param name="nodes">Number of nodes that stand on the ladder.</param>
    /// <param name="falls">Nodes that fell and when.</param>
    public void Reset(int nodes, IEnumerable<(string Node, DateTimeOffset At, bool ByOperator)> falls, DateTimeOffset now)
    {
        lock (deciding)
        {
            total = nodes;
            acknowledged = false;
            granted.Clear();
            fallen.Clear();
            waiting.Clear();
            stopped.Clear();
            foreach ((string node, DateTimeOffset at, bool byOperator) in falls.Where(f => f.At <= now).OrderBy(f => f.At))
            {
                granted.Enqueue(at);
                if (!byOperator)
                    fallen[node] = at;
            }
        }
    }

    /// <summary>The number of nodes that stand on the ladder changed.</summary>
    public void Count(int nodes)
    {
        lock (deciding)
            total = nodes;
    }

    /// <summary>Says that a node is going to ask, so that a storm is seen as a whole before the first node falls.</summary>
    public void Announce(string node, bool byOperator)
    {
        lock (deciding)
        {
            if (!byOperator && !fallen.ContainsKey(node))
                waiting.Add(node);
        }
    }

    /// <summary>May this bad node fall now? Ask once: a node that fell has fallen.</summary>
    public Fall Ask(string node, bool byOperator, DateTimeOffset now)
    {
        lock (deciding)
        {
            if (byOperator)
                waiting.Remove(node);
            else
                waiting.Add(node);
            if (!byOperator && IsStormy(now))
            {
                stopped.Add(node);
                return new Fall(null, new GateDenial(GateReasons.StormStopped, $"more than {settings.StopShare} percent"), null);
            }
            if (granted.Count >= settings.PerMinute)
                return new Fall(null, new GateDenial(GateReasons.StormRate, $"{settings.PerMinute} a minute"), granted.Peek() + Minute);
            granted.Enqueue(now);
            Leave(node);
            if (!byOperator)
                fallen[node] = now;
            return new Fall(now, null, null);
        }
    }

    /// <summary>The node recovered, or is gone.</summary>
    public void Forget(string node)
    {
        lock (deciding)
        {
            Leave(node);
            fallen.Remove(node);
        }
    }

    /// <summary>Is everything stopped? Then the nodes that were refused for it are given back once it is over, to ask again.</summary>
    public (bool Stopped, IReadOnlyList<string> Resumed) Look(DateTimeOffset now)
    {
        lock (deciding)
        {
            if (IsStormy(now))
                return (true, []);
            string[] resumed = [.. stopped];
            stopped.Clear();
            return (false, resumed);
        }
    }

    /// <summary>An operator says that these nodes are to fall: the share does not stop them until the storm is over. The rate does.</summary>
    public void Acknowledge()
    {
        lock (deciding)
            acknowledged = true;
    }

    private bool IsStormy(DateTimeOffset now)
    {
        while (granted.TryPeek(out DateTimeOffset oldest) && oldest + Minute <= now)
            granted.Dequeue();
        foreach (string old in fallen.Where(f => f.Value + settings.Window <= now).Select(f => f.Key).ToList())
            fallen.Remove(old);
        int falling = waiting.Count + fallen.Count;
        bool stormy = falling >= settings.Minimum && falling * 100L > (long)settings.StopShare * total;
        if (!stormy)
            acknowledged = false;
        return stormy && !acknowledged;
    }

    private void Leave(string node)
    {
        waiting.Remove(node);
        stopped.Remove(node);
    }
}
