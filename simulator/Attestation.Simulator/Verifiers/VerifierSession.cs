namespace Attestation.Simulator.Verifiers;

/// <summary>A challenge: where to answer it, and what to answer.</summary>
/// <param name="Address">Absolute address of the session resource.</param>
/// <param name="Nonce">Bytes that evidence must carry.</param>
/// <param name="Accept">Media types of evidence.</param>
public sealed record VerifierSession(Uri Address, byte[] Nonce, IReadOnlyList<string> Accept);
