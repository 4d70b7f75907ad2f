using Attestation.NodeAgent.State;

namespace Attestation.NodeAgent.Running;

/// <summary>Keeps the status file and systemd's status line up to date. A status that cannot be written is logged and stops nothing.</summary>
public sealed class StatusKeeper(AgentOptions options, ServiceManager manager, AgentLog log, TimeProvider time)
{
    private StatusDocument status = new(
        Activity.Attesting, Environment.ProcessId, default, options.Verifier?.Address.AbsoluteUri, null, null, null, null, null, null, null, 0, null, null, null);

    /// <summary>Told how each attempt ended.</summary>
    public Action<AttemptOutcome>? Concluded { get; set; }

    /// <summary>An attempt begins.</summary>
    public void Attesting() => Write(status with { Activity = Activity.Attesting, NextAt = null });

    /// <summary>An attempt ended.</summary>
    /// <param name="result">How.</param>
    /// <param name="failures">Attempts without a verdict in a row.</param>
    /// <param name="interval">Between two attestations.</param>
    /// <param name="pause">Until the next attempt; null: there is none.</param>
    /// <param name="join">How the node stands with its cluster; null where it joins none.</param>
    public void Ended(AttestationResult result, int failures, TimeSpan interval, TimeSpan? pause, JoinStatus? join)
    {
        DateTimeOffset now = time.GetUtcNow();
        Concluded?.Invoke(result.Attempt.Outcome);
        bool isVerdict = result.Attempt.Outcome is AttemptOutcome.Affirming or AttemptOutcome.Refused;
        Write(Named(result.Enrolment) with
        {
            Activity = pause is null ? Activity.Done : Activity.Waiting,
            Last = result.Attempt,
            LastVerdict = isVerdict ? result.Attempt : status.LastVerdict,
            Failures = failures,
            Join = join,
            NextAt = now + pause,
            FreshUntil = isVerdict ? now + interval * 2 + TimeSpan.FromMinutes(1) : status.FreshUntil,
        });
        manager.Status($"{result.Attempt.Outcome.ToString().ToLowerInvariant()} {string.Join(' ', result.Attempt.Reasons)}; next {now + pause:HH:mm:ss} UTC");
    }

    public void Stopped() => Write(status with { Activity = Activity.Stopped, NextAt = null });

    private StatusDocument Named(EnrolmentRecord? enrolment) => status with
    {
        Node = enrolment?.Node, NodeName = enrolment?.NodeName, Class = enrolment?.Class, Endorsement = enrolment?.Endorsement,
        EnrolledAt = enrolment?.EnrolledAt,
    };

    private void Write(StatusDocument next)
    {
        status = next with { UpdatedAt = time.GetUtcNow() };
        try
        {
            StatusFile.Write(options.Folders, status);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Write(AgentEvent.StatusNotWritten, e.Message);
        }
    }
}
