namespace Attestation.Gate.Verdicts;

/// <summary>AR4SI's tiers as an EAR states them (draft-ietf-rats-ear section 3.2).</summary>
public enum VerdictStatus
{
    None = 0,
    Affirming = 2,
    Warning = 32,
    Contraindicated = 96,
}

/// <summary>What became of a verdict at the verifier.</summary>
public enum VerdictState
{
    Current,

    /// <summary>An operator took it back.</summary>
    Revoked,

    /// <summary>The node was retired.</summary>
    Retired,

    /// <summary>The node's TPM enrolled another attestation key.</summary>
    Superseded,
}

/// <summary>The current verdict of one node, out of a signed attestation result.</summary>
/// <param name="NodeName">Name in the cluster.</param>
/// <param name="Node">Name of its attestation key, lower-case hex.</param>
/// <param name="Status">As signed.</param>
/// <param name="At">When it was made.</param>
/// <param name="Expires">From then on it says nothing.</param>
/// <param name="KubeletKeySha256">SHA-256 of the SubjectPublicKeyInfo of the key that the evidence bound for its kubelet; null where it bound none.</param>
/// <param name="SecretsKeySha256">The same of the key for secrets of this node.</param>
/// <param name="Reasons">Ids of the reasons where it is not affirming.</param>
/// <param name="Appraisal">Id of the stored appraisal.</param>
/// <param name="Sequence">Place in the verifier's feed: higher is later.</param>
/// <param name="State">Why it may not count although it is unexpired.</param>
/// <param name="Next">When the node is to attest again; null where the verifier did not say.</param>
public sealed record NodeVerdict(
    string NodeName,
    string Node,
    VerdictStatus Status,
    DateTimeOffset At,
    DateTimeOffset Expires,
    string? KubeletKeySha256,
    string? SecretsKeySha256,
    IReadOnlyList<string> Reasons,
    string Appraisal,
    long Sequence,
    VerdictState State = VerdictState.Current,
    DateTimeOffset? Next = null)
{
    /// <summary>True where the operator takes verdicts of the tier "warning" for good ones.</summary>
    public bool WarningAccepted { get; init; }

    /// <summary>True where several current verdicts of different nodes claim this name.</summary>
    public bool Ambiguous { get; init; }

    /// <summary>May the node be trusted at this instant?</summary>
    public bool IsGood(DateTimeOffset now) => VerdictCheck.Of(this, NodeName, now) is null;
}
