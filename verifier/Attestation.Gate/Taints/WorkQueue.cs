using System.Diagnostics.CodeAnalysis;

namespace Attestation.Gate.Taints;

/// <summary>
/// Nodes to be worked on: each at most once in the queue, never by two workers at once, and once more where it came again while it was worked on. Urgent ones
/// (whose standing changes) go before those that only have their lease extended. Safe for several threads.
/// </summary>
public sealed class WorkQueue
{
    private readonly Lock _changing = new();
    private readonly Queue<string> _urgent = new(), _usual = new();
    private readonly Dictionary<string, bool> _queued = new(StringComparer.Ordinal);
    private readonly HashSet<string> _active = new(StringComparer.Ordinal), _again = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _available = new(0);

    public int Count
    {
        get
        {
            lock (_changing)
                return _queued.Count;
        }
    }

    public void Add(string node, bool isUrgent)
    {
        lock (_changing)
        {
            if (_active.Contains(node))
            {
                _again.Add(node);
                return;
            }
            // one that waits among the usual ones may be added to the urgent ones too: when its second turn comes it is not in queued and is passed over
            if (_queued.TryGetValue(node, out bool wasUrgent) && (wasUrgent || !isUrgent))
                return;
            _queued[node] = isUrgent;
            (isUrgent ? _urgent : _usual).Enqueue(node);
        }
        _available.Release();
    }

    /// <summary>Waits for the next node. The caller tells <see cref="Done"/> when it is finished with it.</summary>
    public async Task<string> TakeAsync(CancellationToken cancel)
    {
        while (true)
        {
            await _available.WaitAsync(cancel);
            if (TryTake(out string? node))
                return node;
        }
    }

    public void Done(string node)
    {
        bool more;
        lock (_changing)
        {
            _active.Remove(node);
            more = _again.Remove(node);
        }
        if (more)
            Add(node, isUrgent: true);
    }

    private bool TryTake([NotNullWhen(true)] out string? node)
    {
        lock (_changing)
        {
            while (_urgent.TryDequeue(out node) || _usual.TryDequeue(out node))
            {
                if (!_queued.Remove(node))
                    continue;
                _active.Add(node);
                return true;
            }
            return false;
        }
    }
}
