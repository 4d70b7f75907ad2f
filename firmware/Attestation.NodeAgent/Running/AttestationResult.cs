using Attestation.NodeAgent.State;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.NodeAgent.Running;

/// <summary>How an attempt ended, and what follows from it.</summary>
/// <param name="Attempt">For the status.</param>
/// <param name="Verdict">Null where there is none.</param>
/// <param name="Enrolment">As it stands now; null where the node is not enrolled.</param>
/// <param name="RetryAfter">What the verifier asked for.</param>
public sealed record AttestationResult(Attempt Attempt, Verdict? Verdict, EnrolmentRecord? Enrolment, TimeSpan? RetryAfter)
{
    /// <summary>0 affirming, 1 refused, 3 verifier or TPM failed.</summary>
    public int ExitCode => Attempt.Outcome switch
    {
        AttemptOutcome.Affirming => Commands.ExitCode.Good,
        AttemptOutcome.Refused => Commands.ExitCode.Refused,
        _ => Commands.ExitCode.Failed,
    };
}
