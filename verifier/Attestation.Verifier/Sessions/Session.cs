namespace Attestation.Verifier.Sessions;

/// <summary>One challenge and, later, the answer to it (RFC 9334 section 10.2).</summary>
/// <param name="Id">32 lower-case hex digits, random: whoever knows it may answer, read and delete the session.</param>
/// <param name="Nonce">8 to 64 bytes.</param>
/// <param name="Expires">From this instant on no evidence is taken.</param>
public sealed record Session(string Id, byte[] Nonce, DateTimeOffset Expires)
{
    /// <summary>Null while the session waits for evidence.</summary>
    public SessionAnswer? Answer { get; init; }
}

/// <summary>What a session was answered with, and the verdict.</summary>
/// <param name="MediaType">Content type of the evidence.</param>
/// <param name="Evidence">The evidence, or what is left of a large one.</param>
/// <param name="Result">The attestation result: an EAR as JWT, in the dialect that was asked for.</param>
/// <param name="Appraisal">Id of the stored appraisal.</param>
/// <param name="Next">What a node is told about its next evidence; null for devices.</param>
public sealed record SessionAnswer(string MediaType, KeptEvidence Evidence, string Result, string Appraisal, NextAttestation? Next = null);

/// <summary>What became of the wish for a new session.</summary>
public enum SessionOpening
{
    Opened,
    TooMany,
    NonceReused,
}

/// <summary>Where a nonce comes from, seen from this verifier.</summary>
public enum NonceOrigin
{
    /// <summary>Never issued here, or its session was deleted or forgotten without an answer.</summary>
    Unknown,

    /// <summary>Of a session that waits for evidence.</summary>
    Open,

    /// <summary>Used: a verdict was given on it.</summary>
    Answered,
}
