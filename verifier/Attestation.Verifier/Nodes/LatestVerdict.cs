namespace Attestation.Verifier.Nodes;

/// <summary>How long a node's last judgement holds.</summary>
/// <param name="Expires">The result's exp: from this instant on nobody may rely on it.</param>
/// <param name="Next">When the node was asked to attest again.</param>
/// <param name="Standing">Whether it counts at all.</param>
public sealed record LatestVerdict(DateTimeOffset Expires, DateTimeOffset Next, VerdictStanding Standing);

/// <summary>Whether a judgement still counts, besides its expiry. Only a new appraisal makes one current.</summary>
public enum VerdictStanding
{
    Current = 0,

    /// <summary>An operator revoked the node; so it stays after the revocation is lifted, until the next appraisal.</summary>
    Revoked = 1,

    /// <summary>An operator ended the node's enrolment, or removed its record.</summary>
    Retired = 2,

    /// <summary>The node's TPM enrolled another attestation key, or this key under another name.</summary>
    Superseded = 3,
}
