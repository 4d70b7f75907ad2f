using Attestation.Formats.Reasons;
using Attestation.NodeAgent.Commands;

namespace Attestation.NodeAgent.Joining;

/// <summary>The node did not join: why, as one of the codes <c>join.*</c>, and what exactly.</summary>
/// <param name="reason">The code.</param>
/// <param name="detail">A whole sentence that names what was met, without secrets.</param>
/// <param name="cause">What the operating system said.</param>
public sealed class JoinFailure(ReasonCode reason, string detail, Exception? cause = null)
    : Exception($"{reason.Id}: {reason.Sentence} {detail}{(detail.Length > 0 ? " " : "")}{reason.Remedy}", cause)
{
    private static readonly ReasonCode[] Refusals = [JoinReasons.Verdict, JoinReasons.Refused, JoinReasons.Denied, JoinReasons.Failed];

    public ReasonCode Reason { get; } = reason;

    public string Detail { get; } = detail;

    /// <summary>The code of the verifier, the gate or the signer behind it; null where there is none.</summary>
    public string? Because { get; init; }

    /// <summary>The API server does not take the token or certificate that was shown.</summary>
    public bool IsUnauthorized { get; init; }

    /// <summary>What failed was left by an earlier run, and is dropped now: another attempt begins anew.</summary>
    public bool IsOfEarlierRun { get; init; }

    /// <summary>How long the gate asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>1 where verifier, gate or cluster said no to this node, 3 where something failed.</summary>
    public int ExitCode => Refusals.Contains(Reason) ? Commands.ExitCode.Refused : Commands.ExitCode.Failed;
}
