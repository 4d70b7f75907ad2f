using Attestation.Verifier.Nodes;

namespace Attestation.Verifier.Http;

/// <summary>A revocation as the API shows it.</summary>
/// <param name="At">RFC 3339.</param>
/// <param name="Reason">The operator's words.</param>
public sealed record RevocationDocument(DateTimeOffset At, string Reason)
{
    public static RevocationDocument? Of(Revocation? revocation) => revocation is null ? null : new RevocationDocument(revocation.At, revocation.Reason);
}

/// <summary>What an operator revokes a node with.</summary>
/// <param name="Reason">1 to 256 printable characters.</param>
public sealed record RevocationRequestDocument(string Reason);
