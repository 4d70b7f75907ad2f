using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Logging;

namespace Attestation.Gate.Taints;

/// <summary>
/// Alerts of a storm and waits for its acknowledgement. Both stand on a Lease of their own (<see cref="StormLease"/>), so that another replica, or the same
/// one after a restart, finds them.
/// </summary>
internal sealed class StormWatch(StormLease lease, FallGuard guard, StormSettings settings, NodeEvents events, LadderMetrics metrics, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private StormState _state = StormState.Calm;
    private Task _asking = Task.CompletedTask;
    private long _askedAt;

    /// <summary>When this storm began, whole seconds: an acknowledgement counts only beside it.</summary>
    private DateTimeOffset? _since;

    /// <summary>The lease is known to say that there is no storm.</summary>
    private volatile bool _clean;

    /// <summary>Are falls and drains stopped?</summary>
    public bool IsStopped => _state == StormState.Stopped;

    /// <summary>What a former leader left: its storm goes on, and if it was acknowledged it stays so.</summary>
    public async Task BeginAsync(CancellationToken cancel)
    {
        _state = StormState.Calm;
        (_since, _clean) = (null, false);
        try
        {
            StormRecord record = await lease.ReadAsync(cancel);
            _since = record.Since;
            if (record.IsAcknowledged)
                guard.Acknowledge();
        }
        catch (ApiFailure failure)
        {
            logger.StormUnrecorded(lease.Name, failure.Message);
        }
    }

    /// <summary>To be called several times a second.</summary>
    /// <returns>Nodes that may ask again.</returns>
    public IReadOnlyList<string> Tick(CancellationToken cancel)
    {
        (StormState state, IReadOnlyList<string> resumed) = guard.Look(clock.GetUtcNow());
        StormState before = _state;
        _state = state;
        metrics.IsStopped = state == StormState.Stopped;
        if (state != before)
            Turn(before, state);
        bool mayAsk = state != before || ((state == StormState.Stopped || (state == StormState.Calm && !_clean)) && clock.GetElapsedTime(_askedAt) >= Pause);
        if (_asking.IsCompleted && mayAsk)
        {
            _askedAt = clock.GetTimestamp();
            _asking = AskAsync(state, _since, cancel);
        }
        return resumed;
    }

    private void Turn(StormState before, StormState state)
    {
        if (before == StormState.Stopped)
            logger.StormOver(guard.Waiting);
        if (state == StormState.Calm)
            _since = null;
        else
            _clean = false;
        if (state != StormState.Stopped)
            return;
        _since ??= DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        logger.StormStopped(guard.Waiting, guard.Total, settings.StopShare);
        events.Add(lease.Subject, NodeEvents.Warning, "StormStopped",
            $"{guard.Waiting} of {guard.Total} nodes would be thrown out; none is until they are {settings.StopShare} percent or fewer, or: attest-gate storm acknowledge");
    }

    /// <summary>Brings the lease in line with the state, and learns whether an operator acknowledged. Tried again at the next pause where it fails.</summary>
    private async Task AskAsync(StormState state, DateTimeOffset? since, CancellationToken cancel)
    {
        try
        {
            StormRecord record = await lease.ReadAsync(cancel);
            if (state == StormState.Calm)
            {
                if (record != StormRecord.None)
                    await lease.WriteAsync(StormRecord.None, cancel);
                _clean = true;
            }
            else if (record.Since != since)
            {
                await lease.WriteAsync(new StormRecord(since, state == StormState.Acknowledged), cancel);
            }
            else if (record.IsAcknowledged)
            {
                guard.Acknowledge();
            }
        }
        catch (ApiFailure failure)
        {
            logger.StormUnrecorded(lease.Name, failure.Message);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // the next leader does it
        }
    }
}
