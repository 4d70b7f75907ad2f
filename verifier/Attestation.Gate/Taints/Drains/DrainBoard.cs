using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;

namespace Attestation.Gate.Taints.Drains;

/// <summary>Starts drains of nodes that fell and stops them when a node recovers; no more at once than the settings say.</summary>
internal sealed class DrainBoard(ApiServer server, LadderSettings settings, Func<bool> isHeld, NodeEvents events, LadderMetrics metrics, TimeProvider clock, ILogger logger)
    : IDisposable
{
    private readonly EvictionApi _api = new(server);
    private readonly SemaphoreSlim _places = new(settings.DrainsAtOnce);
    private readonly Lock _changing = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>To be called after every look at a node.</summary>
    /// <param name="term">Ends with this replica's leadership.</param>
    public void Consider(string node, NodePlan plan, CancellationToken term)
    {
        if (!settings.Drain || plan.Standing.Rung is null)
            return;
        DateTimeOffset now = clock.GetUtcNow();
        lock (_changing)
        {
            if (plan.Fall.At is not { } fell)
            {
                Stop(node);
                return;
            }
            DateTimeOffset start = fell + settings.DrainAfter, deadline = start + settings.DrainDeadline;
            if (now < start || now >= deadline || (_entries.TryGetValue(node, out Entry? entry) && entry.Fell == fell))
                return;
            Stop(node);
            var stop = CancellationTokenSource.CreateLinkedTokenSource(term);
            bool byOperator = plan.Standing.ByOperator;
            var drain = new NodeDrain(_api, node, deadline, () => !byOperator && isHeld(), events, metrics, clock, logger);
            _entries[node] = new Entry(fell, stop, RunAsync(drain, stop.Token));
        }
    }

    /// <summary>The node recovered or is gone.</summary>
    public void Forget(string node)
    {
        lock (_changing)
            Stop(node);
    }

    /// <summary>Waits for all drains to end; their term is over.</summary>
    public async Task EndAsync()
    {
        Task[] running;
        lock (_changing)
        {
            running = [.. _entries.Values.Select(e => e.Running)];
            foreach (string node in _entries.Keys.ToList())
                Stop(node);
        }
        await Task.WhenAll(running);
    }

    public void Dispose() => _places.Dispose();

    private void Stop(string node)
    {
        if (!_entries.Remove(node, out Entry? entry))
            return;
        entry.Stop.Cancel();
        entry.Running.ContinueWith(_ => entry.Stop.Dispose(), TaskScheduler.Default);
    }

    private async Task RunAsync(NodeDrain drain, CancellationToken cancel)
    {
        try
        {
            await _places.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        try
        {
            await drain.RunAsync(cancel);
        }
        finally
        {
            _places.Release();
        }
    }

    private sealed record Entry(DateTimeOffset Fell, CancellationTokenSource Stop, Task Running);
}
