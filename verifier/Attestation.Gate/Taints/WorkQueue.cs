using System.Diagnostics.CodeAnalysis;

namespace Attestation.Gate.Taints;

/// <summary>
/// Nodes to be worked on: each at most once in the queue, never by two workers at once, and once more where it came again while it was worked on. Urgent ones
/// (whose standing changes) go before those that only have their lease extended. Safe for several threads.
/// </summary>
public sealed class WorkQueue : IDisposable
{
    private readonly Lock changing = new();
    private readonly Queue<string> urgent = new(), usual = new();
    private readonly Dictionary<string, bool> queued = new(StringComparer.Ordinal);
    private readonly HashSet<string> active = new(StringComparer.Ordinal), again = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim available = new(0);

    public int Count
    {
        get
        {
            lock (changing)
                return queued.Count;
        }
    }

    public void Add(string node, bool isUrgent)
    {
        lock (changing)
        {
            if (active.Contains(node))
            {
                again.Add(node);
                return;
            }
            // one that waits among the usual ones may be added to the urgent ones too: when its second turn comes it is not in queued and is passed over
            if (queued.TryGetValue(node, out bool wasUrgent) && (wasUrgent || !isUrgent))
                return;
            queued[node] = isUrgent;
            (isUrgent ? urgent : usual).Enqueue(node);
        }
        available.Release();
    }

    /// <summary>Waits for the next node. The caller tells <see cref="Done"/> when it is finished with it.</summary>
    public async Task<string> TakeAsync(CancellationToken cancel)
    {
        while (true)
        {
            await available.WaitAsync(cancel);
            if (TryTake(out string? node))
                return node;
        }
    }

    public void Done(string node)
    {
        bool more;
        lock (changing)
        {
            active.Remove(node);
            more = again.Remove(node);
        }
        if (more)
            Add(node, isUrgent: true);
    }

    public void Dispose() => available.Dispose();

    private bool TryTake([NotNullWhen(true)] out string? node)
    {
        lock (changing)
        {
            while (urgent.TryDequeue(out node) || usual.TryDequeue(out node))
            {
                if (!queued.Remove(node))
                    continue;
                active.Add(node);
                return true;
            }
            return false;
        }
    }
}
