namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>What a node says of its endorsement key.</summary>
/// <param name="EkPublic">TPM2B_PUBLIC.</param>
/// <param name="Certificates">
/// As read from NV: the endorsement key's first, then authorities in any order; padding is allowed, and the entries after the first may hold
/// several one after the other. Empty where the TPM has none.
/// </param>
public sealed record EkEvidence(ReadOnlyMemory<byte> EkPublic, IReadOnlyList<ReadOnlyMemory<byte>> Certificates);
