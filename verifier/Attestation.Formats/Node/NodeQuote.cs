namespace Attestation.Formats.Node;

/// <summary>One quote as it came. Who may believe it: who verifies it with the attestation key.</summary>
/// <param name="Attest">TPMS_ATTEST (TPM 2.0 Part 2 clause 10.12.12).</param>
/// <param name="Signature">TPMT_SIGNATURE (clause 11.3.4).</param>
public readonly record struct NodeQuote(ReadOnlyMemory<byte> Attest, ReadOnlyMemory<byte> Signature);
