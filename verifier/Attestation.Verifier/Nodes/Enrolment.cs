namespace Attestation.Verifier.Nodes;

/// <summary>A credential that was given out and the secret it waits for.</summary>
/// <param name="Id">32 lower-case hex digits, random.</param>
/// <param name="SecretHash">SHA-256 of the secret: the store never holds the secret itself.</param>
/// <param name="Expires">From this instant on no secret is taken.</param>
/// <param name="Claim">What becomes the node's record.</param>
public sealed record Enrolment(string Id, byte[] SecretHash, DateTimeOffset Expires, NodeClaim Claim)
{
    /// <summary>Answered before, rightly or wrongly.</summary>
    public bool IsUsed { get; init; }
}

/// <summary>What became of the wish to store an enrolment.</summary>
public enum EnrolmentOpening
{
    Opened,
    TooMany,
    NameTaken,

    /// <summary>The TPM's node, or this attestation key, was retired.</summary>
    Retired,
}

/// <summary>What became of an answer to an enrolment. In every case but <see cref="Unknown"/> the enrolment is used up.</summary>
public enum EnrolmentClosing
{
    /// <summary>Used up; the node is stored where there was one to store.</summary>
    Closed,
    Unknown,
    Used,
    Expired,
    NameTaken,
    UdsTaken,
    Retired,
}
