using System.Text.Json.Serialization;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.NodeAgent.State;

/// <summary>What the service does now.</summary>
public enum Activity
{
    [JsonStringEnumMemberName("attesting")]
    Attesting,

    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>It was to attest once and has done so: the verdict counts as long as it is fresh.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>The service was ended: the verdict counts no more.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,
}

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome
{
    [JsonStringEnumMemberName("affirming")]
    Affirming,

    /// <summary>The verifier judged the evidence and did not affirm it, or refused the enrolment.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>The verifier was not reached or failed.</summary>
    [JsonStringEnumMemberName("verifier-failed")]
    VerifierFailed,

    /// <summary>The TPM, a file or the operating system failed.</summary>
    [JsonStringEnumMemberName("node-failed")]
    NodeFailed,
}

/// <summary>One attempt to attest.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Outcome">How.</param>
/// <param name="Reasons">Reason ids (docs/reasons.md) of the verdict or of the verifier's problem.</param>
/// <param name="Message">A sentence where there is no verdict.</param>
/// <param name="Appraisal">Where operators read the stored verdict.</param>
/// <param name="Sent">One line: sizes, PCRs and logs of what was sent; null where nothing was.</param>
/// <param name="Digest">SHA-256 of the evidence, lower-case hex.</param>
public sealed record Attempt(
    DateTimeOffset At, AttemptOutcome Outcome, IReadOnlyList<string> Reasons, string? Message, string? Appraisal, string? Sent, string? Digest);

/// <summary>What <c>attest-agent status</c> reads.</summary>
/// <param name="Activity">What the service does.</param>
/// <param name="Process">Its process id.</param>
/// <param name="UpdatedAt">When this was written.</param>
/// <param name="Verifier">Its address.</param>
/// <param name="Node">TPM name of the attestation key, lower-case hex; null before the first enrolment.</param>
/// <param name="NodeName">As enrolled.</param>
/// <param name="Class">As enrolled.</param>
/// <param name="Endorsement">Which endorsement key vouched.</param>
/// <param name="EnrolledAt">When.</param>
/// <param name="Last">The last attempt; null before the first ended.</param>
/// <param name="LastVerdict">The last attempt that came to a verdict: <see cref="Last"/> or an earlier one.</param>
/// <param name="Failures">Attempts without a verdict since then.</param>
/// <param name="NextAt">When the next attempt begins.</param>
/// <param name="FreshUntil">Up to when the last verdict speaks for the node.</param>
/// <param name="Join">How the node stands with its cluster; null where no gate is named.</param>
public sealed record StatusDocument(
    Activity Activity,
    int Process,
    DateTimeOffset UpdatedAt,
    string? Verifier,
    string? Node,
    string? NodeName,
    NodeClass? Class,
    EndorsementSummary? Endorsement,
    DateTimeOffset? EnrolledAt,
    Attempt? Last,
    Attempt? LastVerdict,
    int Failures,
    DateTimeOffset? NextAt,
    DateTimeOffset? FreshUntil,
    JoinStatus? Join)
{
    public int Version { get; init; } = 1;
}
