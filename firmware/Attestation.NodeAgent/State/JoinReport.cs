namespace Attestation.NodeAgent.State;

/// <summary>What <c>attest-agent join --json</c> prints.</summary>
/// <param name="Outcome">joined, renewed, kept (nothing was due), token or failed.</param>
/// <param name="Reason">Code (docs/reasons.md) of a failure.</param>
/// <param name="Because">The code of the verifier, the gate or the signer behind it, where there is one.</param>
/// <param name="Message">A sentence about a failure.</param>
/// <param name="Node">Name of the node.</param>
/// <param name="Join">How the node stands with its cluster now.</param>
/// <param name="Folder">Where the kubelet's files are.</param>
public sealed record JoinReport(string Outcome, string? Reason, string? Because, string? Message, string? Node, JoinStatus Join, string Folder);
