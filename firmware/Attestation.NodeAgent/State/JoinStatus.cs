namespace Attestation.NodeAgent.State;

/// <summary>How the node stands with its cluster.</summary>
/// <param name="Gate">Address of the gate.</param>
/// <param name="Server">Address of the API server; null before the first credential.</param>
/// <param name="Certificate">Of the kubelet; null where it has none.</param>
/// <param name="Trouble">Why the last join or renewal did not come to its end; null where it did.</param>
public sealed record JoinStatus(string Gate, string? Server, CertificateStatus? Certificate, JoinTrouble? Trouble);

/// <param name="Serial">Hex.</param>
/// <param name="EndsAt">notAfter.</param>
/// <param name="RenewAt">From when on the agent renews it.</param>
public sealed record CertificateStatus(string Serial, DateTimeOffset EndsAt, DateTimeOffset RenewAt);

/// <param name="At">When.</param>
/// <param name="Reason">Code (docs/reasons.md); null where the operating system or the TPM failed.</param>
/// <param name="Message">A sentence.</param>
public sealed record JoinTrouble(DateTimeOffset At, string? Reason, string Message);
