using Attestation.Dice.Certificates;

namespace Attestation.Simulator.Boards;

/// <summary>One certificate below the root of a board's chain.</summary>
/// <param name="Form">How it is encoded.</param>
/// <param name="Bytes">DER, or an untagged COSE_Sign1.</param>
public sealed record ChainCertificate(CertificateForm Form, byte[] Bytes);
