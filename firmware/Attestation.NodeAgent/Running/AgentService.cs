using System.Globalization;
using Attestation.NodeAgent.State;

namespace Attestation.NodeAgent.Running;

/// <summary>Attests now, and then again and again: at the interval the verifier asks for, or after a pause that grows while nothing succeeds.</summary>
public sealed class AgentService(
    AgentOptions options, NodeCycle cycle, StatusKeeper status, ServiceManager manager, AgentLog log, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UsualInterval = TimeSpan.FromMinutes(5);

    /// <summary>An attempt that takes longer hangs; systemd is told no more that the service is alive.</summary>
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromMinutes(15);

    private readonly Backoff backoff = new(FirstPause, options.BackoffCap, Random.Shared.NextDouble);
    private long? attemptBegan;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using AgentLock service = AgentLock.Service(options.Folders);
        log.Write(AgentEvent.Started, null, ("verifier", options.RequireVerifier().Address.AbsoluteUri), ("pcrs", options.Pcrs.ToString()));
        await using ITimer? watchdog = Watch();
        await cycle.RestoreAsync(cancellation); // before a kubelet that is ordered behind this service starts
        manager.Ready();
        try
        {
            await RepeatAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // asked to stop
        }
        finally
        {
            manager.Stopping();
            status.Stopped();
            log.Write(AgentEvent.Stopped, null);
        }
    }

    /// <summary>Attests until there is a verdict, or patience ends; for an initramfs.</summary>
    public async Task<AttestationResult> RunOnceAsync(TimeSpan patience, CancellationToken cancellation)
    {
        long began = time.GetTimestamp();
        for (int failures = 1; ; failures++)
        {
            status.Attesting();
            AttestationResult result = await cycle.RunAsync(cancellation);
            TimeSpan pause = backoff.After(failures, result.RetryAfter);
            bool isOver = result.Attempt.Outcome is AttemptOutcome.Affirming or AttemptOutcome.Refused || time.GetElapsedTime(began) + pause > patience;
            status.Ended(result, isOver ? 0 : failures, IntervalOf(result), isOver ? null : pause, cycle.Status());
            if (isOver)
                return result;
            await Task.Delay(pause, time, cancellation);
        }
    }

    private async Task RepeatAsync(CancellationToken cancellation)
    {
        for (int failures = 0; ;)
        {
            status.Attesting();
            attemptBegan = time.GetTimestamp();
            AttestationResult result = await cycle.RunAsync(cancellation);
            attemptBegan = null;
            TimeSpan interval = IntervalOf(result);
            bool isSettled = result.Verdict is { } verdict && !verdict.Reasons.Contains(Verifiers.Verdict.NotEnrolled);
            failures = isSettled ? 0 : failures + 1;
            TimeSpan pause = isSettled ? cycle.Until(backoff.Regular(interval), interval / 2) : backoff.After(failures, result.RetryAfter);
            status.Ended(result, failures, interval, pause, cycle.Status());
            log.Write(AgentEvent.Waiting, null, ("seconds", pause.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)), ("failures", failures > 0 ? $"{failures}" : null));
            await Task.Delay(pause, time, cancellation);
        }
    }

    /// <summary>What the verifier asks for, from one second up to the operator's cap.</summary>
    private TimeSpan IntervalOf(AttestationResult result)
    {
        int? seconds = result.Verdict?.Next?.IntervalSeconds ?? result.Enrolment?.IntervalSeconds;
        TimeSpan asked = seconds is { } s ? TimeSpan.FromSeconds(Math.Max(1, s)) : UsualInterval;
        return asked < options.IntervalCap ? asked : options.IntervalCap;
    }

    private ITimer? Watch() => manager.WatchdogPeriod is { } period
        ? time.CreateTimer(_ => TellAlive(), null, TimeSpan.Zero, period)
        : null;

    private void TellAlive()
    {
        if (attemptBegan is not { } began || time.GetElapsedTime(began) < LongestAttempt)
            manager.Alive();
    }
}
