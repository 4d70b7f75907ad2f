using Attestation.Appraisal.Results;

namespace Attestation.Verifier.Nodes;

/// <summary>A node whose attestation key was proven to live in a trusted TPM.</summary>
/// <param name="Claim">Keys, anchor, name and class.</param>
/// <param name="UdsKey">SHA-256 of the raw UDS public key that the attestation key certified, lower-case hex; null where none was.</param>
/// <param name="EnrolledAt">When the credential was answered.</param>
public sealed record KnownNode(NodeClaim Claim, string? UdsKey, DateTimeOffset EnrolledAt)
{
    public NodeState State { get; init; }

    /// <summary>When it was superseded or retired.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Name of the attestation key that the same TPM enrolled later.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>Null where it never attested.</summary>
    public NodeVerdict? Last { get; init; }

    /// <summary>Null where no operator has revoked it.</summary>
    public Revocation? Revocation { get; init; }

    /// <summary>The last judgement as the feed tells it; null where there is none, and where it was made before the feed was.</summary>
    public LatestVerdict? Latest { get; init; }
}

/// <summary>Whether an attestation key still counts.</summary>
public enum NodeState
{
    Enrolled = 0,

    /// <summary>The same TPM enrolled another attestation key later.</summary>
    Superseded = 1,

    /// <summary>An operator ended it.</summary>
    Retired = 2,
}

/// <summary>The last judgement of a node.</summary>
/// <param name="At">When.</param>
/// <param name="Status">Its status.</param>
/// <param name="Reasons">Ids of its reasons, each once.</param>
/// <param name="Appraisal">Id of the stored appraisal.</param>
public sealed record NodeVerdict(DateTimeOffset At, AppraisalStatus Status, IReadOnlyList<string> Reasons, string Appraisal);
