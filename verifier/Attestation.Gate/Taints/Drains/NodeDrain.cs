using Attestation.Formats.Reasons;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Logging;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Taints.Drains;

/// <summary>One drain of one node: evicts what is on it until nothing is left, its deadline has come, or it is cancelled because the node recovered.</summary>
/// <param name="api">Pods and their evictions.</param>
/// <param name="node">The node's name.</param>
/// <param name="deadline">When it gives up.</param>
/// <param name="isHeld">True while nothing may be evicted: a storm, or another replica acts.</param>
internal sealed class NodeDrain(EvictionApi api, string node, DateTimeOffset deadline, Func<bool> isHeld, NodeEvents events, LadderMetrics metrics, TimeProvider clock, ILogger logger)
{
    private int _evicted;

    public async Task RunAsync(CancellationToken cancel)
    {
        var pause = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        bool told = false;
        string outcome = "cancelled";
        try
        {
            while (true)
            {
                List<DrainedPod>? pods = await PodsAsync(cancel);
                if (pods is { Count: 0 })
                {
                    outcome = "complete";
                    Tell(told || _evicted > 0, NodeEvents.Normal, "DrainComplete", $"{_evicted} pods evicted");
                    return;
                }
                if (!told && pods is not null)
                {
                    told = true;
                    logger.DrainBegan(node);
                    Tell(true, NodeEvents.Normal, "DrainStarted", $"{pods.Count} pods");
                }
                if (clock.GetUtcNow() >= deadline)
                {
                    outcome = GateReasons.DrainBlocked.Id;
                    Tell(true, NodeEvents.Warning, "DrainBlocked", Left(pods ?? []).Message);
                    return;
                }
                if (pods is not null && await RoundAsync(pods, cancel))
                    pause.Reset();
                await pause.WaitAsync(cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            Tell(told, NodeEvents.Normal, "DrainStopped", $"the node recovered, or another replica acts; {_evicted} pods had been evicted");
        }
        finally
        {
            if (told)
                logger.DrainOver(node, outcome, _evicted);
        }
    }

    /// <summary>Why a drain ended without having done its work.</summary>
    internal static GateDenial Left(IReadOnlyList<DrainedPod> pods) =>
        new(GateReasons.DrainBlocked, $"{pods.Count} pods left: {string.Join(", ", pods.Take(5))}{(pods.Count > 5 ? ", ..." : "")}");

    /// <returns>True where any pod was evicted.</returns>
    private async Task<bool> RoundAsync(List<DrainedPod> pods, CancellationToken cancel)
    {
        int before = _evicted;
        foreach (DrainedPod pod in pods.Where(pod => !pod.IsEnding))
        {
            cancel.ThrowIfCancellationRequested();
            if (isHeld())
                break;
            (Eviction outcome, string message) = await api.EvictAsync(pod, cancel);
            metrics.Evicted(outcome.ToString().ToLowerInvariant());
            if (outcome == Eviction.Evicted)
                _evicted++;
            else if (outcome != Eviction.Gone)
                logger.DrainDelayed(node, message);
        }
        return _evicted > before;
    }

    private async Task<List<DrainedPod>?> PodsAsync(CancellationToken cancel)
    {
        try
        {
            return await api.PodsAsync(node, cancel);
        }
        catch (ApiFailure failure)
        {
            logger.DrainDelayed(node, failure.Message);
            return null;
        }
    }

    private void Tell(bool worthIt, string type, string reason, string message)
    {
        if (worthIt)
            events.Add(EventSubject.Node(node), type, reason, message);
    }
}
