namespace Attestation.NodeAgent.State;

/// <summary>What the status says about the node at one instant.</summary>
/// <param name="ExitCode">0 affirming, 1 refused, 3 nothing that counts.</param>
/// <param name="Word">affirming, refused, stale, stopped or pending.</param>
/// <param name="Sentence">For people.</param>
public sealed record StatusJudgement(int ExitCode, string Word, string Sentence)
{
    /// <param name="status">As read.</param>
    /// <param name="now">Now.</param>
    /// <param name="isRunning">The process that wrote it still exists.</param>
    public static StatusJudgement Of(StatusDocument status, DateTimeOffset now, bool isRunning)
    {
        bool isAlive = status.Activity == Activity.Done || (isRunning && status.Activity != Activity.Stopped);
        if (!isAlive)
            return new StatusJudgement(Commands.ExitCode.Failed, "stopped", "No agent is running; what it knew last does not count.");
        if (status.LastVerdict is not { } verdict)
            return new StatusJudgement(Commands.ExitCode.Failed, "pending", "There is no verdict on this node yet.");
        if (now > status.FreshUntil)
            return new StatusJudgement(Commands.ExitCode.Failed, "stale", "The last verdict is too old to count.");
        return verdict.Outcome == AttemptOutcome.Affirming
            ? new StatusJudgement(Commands.ExitCode.Good, "affirming", "The verifier affirms this node.")
            : new StatusJudgement(Commands.ExitCode.Refused, "refused", "The verifier does not affirm this node.");
    }
}

/// <summary>What <c>attest-agent status --json</c> prints.</summary>
/// <param name="Verdict">As <see cref="StatusJudgement.Word"/>.</param>
/// <param name="AgeSeconds">Since the status was written.</param>
/// <param name="Status">As it is kept.</param>
public sealed record StatusReport(string Verdict, long AgeSeconds, StatusDocument Status);

/// <summary>What <c>attest-agent enrol --json</c> prints.</summary>
/// <param name="WasEnrolled">Nothing was done: the node was enrolled before.</param>
/// <param name="Enrolment">As it is kept.</param>
public sealed record EnrolmentReport(bool WasEnrolled, EnrolmentRecord Enrolment);
