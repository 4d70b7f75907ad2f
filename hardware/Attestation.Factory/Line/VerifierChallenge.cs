namespace Attestation.Factory.Line;

/// <summary>A verifier's open session.</summary>
/// <param name="Address">Where the evidence goes.</param>
/// <param name="Nonce">What it must carry, 8 to 64 bytes.</param>
public sealed record VerifierChallenge(Uri Address, byte[] Nonce);
