using Attestation.Gate.Kubernetes;
using Attestation.Gate.Logging;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Taints;

public sealed partial class NodeKeeper
{
    /// <summary>On the thread of the watch: only notes what to do.</summary>
    private void NodeChanged(Node node, bool deleted)
    {
        string name = node.Metadata.Name;
        if (deleted)
        {
            Forget(name);
            return;
        }
        if (_kept.TryGetValue(name, out KeptNode? kept) && kept.Node.Metadata.Uid == node.Metadata.Uid)
        {
            kept.Node = node;
        }
        else
        {
            Forget(name); // another node of the same name begins anew
            Keep(node);
        }
        Add(name, isUrgent: false);
    }

    /// <summary>On the thread of the feed. A verdict that only goes on being good may wait behind those that change something.</summary>
    private void VerdictChanged(NodeVerdict verdict)
    {
        if (!_kept.TryGetValue(verdict.NodeName, out KeptNode? kept))
            return;
        bool wasGood = kept.Plan?.Standing is { Rung: Rung.Trusted, Why: null };
        bool isGood = verdict.IsGood(_parts.Clock.GetUtcNow());
        if (!isGood)
            Announce(kept);
        Add(verdict.NodeName, isUrgent: !(wasGood && isGood));
    }

    /// <summary>The guard is told of a coming fall before any worker asks for one.</summary>
    private void Announce(KeptNode kept)
    {
        NodeSight sight = SightOf(kept);
        DateTimeOffset now = _parts.Clock.GetUtcNow();
        if (_ladder.Judge(sight, now) is { Rung: Rung.Bad, ByOperator: false } && sight.FallenAt is null && kept.Memory.FallenAt is null)
            _guard.Announce(kept.Name, now);
    }

    private void AnnounceAll()
    {
        foreach (KeptNode kept in _kept.Values)
            Announce(kept);
        foreach (string name in _kept.Keys)
            Add(name, isUrgent: false);
    }

    private void Add(string name, bool isUrgent)
    {
        if (_kept.TryGetValue(name, out KeptNode? kept))
            kept.Ask(_parts.Clock.GetTimestamp());
        _work.Add(name, isUrgent);
    }

    private void Keep(Node node)
    {
        if (_kept.TryAdd(node.Metadata.Name, new KeptNode(node)) && !_exempt.Contains(node.Metadata.Name))
            _guard.Count(Interlocked.Increment(ref _count));
    }

    private void Forget(string name)
    {
        if (!_kept.TryRemove(name, out _))
            return;
        if (!_exempt.Contains(name))
            _guard.Count(Interlocked.Decrement(ref _count));
        _guard.Forget(name);
        _looks.Set(name, null);
        _drains.Forget(name);
    }

    private async Task WorkAsync(CancellationTokenSource term)
    {
        WorkQueue work = _work;
        try
        {
            while (true)
            {
                string name = await work.TakeAsync(term.Token);
                try
                {
                    if (_kept.TryGetValue(name, out KeptNode? kept))
                        await LookAsync(kept, term.Token);
                }
                finally
                {
                    work.Done(name);
                }
            }
        }
        catch (NotLeaderException)
        {
            await term.CancelAsync();
        }
        catch (OperationCanceledException) when (term.IsCancellationRequested)
        {
            // the term is over
        }
    }

    private async Task LookAsync(KeptNode kept, CancellationToken term)
    {
        try
        {
            for (int attempt = 0; attempt < MaxAttempts; attempt++)
            {
                if (await TryAsync(kept, term))
                {
                    kept.Failures = 0;
                    return;
                }
            }
            Postpone(kept, "it changes under every attempt to write");
        }
        catch (ApiFailure failure) when (failure.IsNotFound)
        {
            // deleted; the watch tells so in a moment
        }
        catch (ApiFailure failure)
        {
            Postpone(kept, failure.Message);
        }
    }

    /// <returns>False where somebody changed the node meanwhile.</returns>
    private async Task<bool> TryAsync(KeptNode kept, CancellationToken term)
    {
        string? label = kept.Node.Metadata.Labels?.GetValueOrDefault(_keys.Verdict);
        bool fell = SightOf(kept).FallenAt is not null;
        NodePlan plan = NodePlan.Of(SightOf(kept), kept, _ladder, _guard, _settings, _parts.Clock.GetUtcNow());
        bool isHeldAnew = plan.Fall.Held?.Code != kept.Plan?.Fall.Held?.Code;
        kept.Plan = plan;
        _looks.Set(kept.Name, plan.Next);
        if (!plan.Change.IsNone)
        {
            if (!await _patcher.ApplyAsync(kept, plan.Change, term))
                return false;
            _reports.Tell(kept.Name, label, fell, isHeldAnew, plan);
        }
        if (kept.TakeAsked() is var asked and not 0 && !plan.Change.IsNone)
            Metrics.Reconciled(_parts.Clock.GetElapsedTime(asked));
        _drains.Consider(kept.Name, plan, term);
        return true;
    }

    /// <summary>Tries again after a pause that doubles up to a minute.</summary>
    private void Postpone(KeptNode kept, string message)
    {
        kept.Failures++;
        Logger.NodeNotChanged(kept.Name, message);
        TimeSpan pause = TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, Math.Min(kept.Failures, 6))) * (0.5 + (Random.Shared.NextDouble() / 2)));
        DateTimeOffset at = _parts.Clock.GetUtcNow() + pause;
        _looks.Set(kept.Name, NodeMemory.Earlier(kept.Plan?.Next, at));
    }
}
