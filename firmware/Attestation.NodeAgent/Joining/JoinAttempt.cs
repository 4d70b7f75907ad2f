using Attestation.Formats.Reasons;
using Attestation.NodeAgent.Running;
using Attestation.NodeAgent.State;

namespace Attestation.NodeAgent.Joining;

/// <summary>One join from the key to the certificate, for <c>attest-agent join</c>.</summary>
public sealed class JoinAttempt(JoinPreparation preparation, Attester attester, Joiner joiner, AgentLog log)
{
    public const string Joined = "joined", Renewed = "renewed", Kept = "kept", Token = "token";

    /// <returns>What was done: one of the constants.</returns>
    /// <exception cref="JoinFailure">Why not.</exception>
    /// <exception cref="AgentException">The TPM or a file failed, or the node has no name.</exception>
    public async Task<string> RunAsync(JoinWish wish, TimeSpan wait, CancellationToken cancellation)
    {
        try
        {
            return await OnceAsync(wish, wait, cancellation);
        }
        catch (JoinFailure e) when (e.IsOfEarlierRun)
        {
            log.Write(AgentEvent.JoinFailed, e.Message, ("reason", e.Reason.Id), ("because", e.Because));
            return await OnceAsync(wish, wait, cancellation); // with a new key, whose evidence is fresh
        }
    }

    private async Task<string> OnceAsync(JoinWish wish, TimeSpan wait, CancellationToken cancellation)
    {
        using JoinTask? task = await preparation.BeginAsync(wish, cancellation);
        if (task is null)
            return Kept;
        AttestationResult result = await attester.AttestAsync(cancellation, task.Secrets?.Hash);
        string node = NodeOf(result);
        await joiner.CompleteAsync(task, node, wait, cancellation);
        return task.IsTokenOnly ? Token : task.Need == JoinNeed.Renew ? Renewed : Joined;
    }

    /// <summary>The name under which the verifier affirmed the node.</summary>
    /// <exception cref="JoinFailure">join.verdict.</exception>
    internal static string NodeOf(AttestationResult result)
    {
        if (result.Attempt.Outcome == AttemptOutcome.Refused)
            throw new JoinFailure(JoinReasons.Verdict, Because(result.Attempt)) { Because = result.Attempt.Reasons.Count > 0 ? result.Attempt.Reasons[0] : null };
        if (result.Verdict is null)
            throw AgentException.Failed(result.Attempt.Message ?? "There is no verdict.");
        return result.Enrolment?.NodeName ?? throw AgentException.Usage("The node was enrolled without a name: give its name in the cluster with --node-name.");
    }

    private static string Because(Attempt attempt) =>
        $"{string.Join(", ", attempt.Reasons)}{(attempt.Message is { } message ? $": {message}" : "")}{(attempt.Appraisal is { } appraisal ? $" Appraisal {appraisal}." : "")}";
}
