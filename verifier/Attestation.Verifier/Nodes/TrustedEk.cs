using Attestation.Appraisal.EndorsementKeys;
using Attestation.Tpm.Wire;

namespace Attestation.Verifier.Nodes;

/// <summary>An endorsement key that the operator trusts, and why.</summary>
/// <param name="Public">Its public area.</param>
/// <param name="Name">Its Name, lower-case hex.</param>
/// <param name="KeyHash">SHA-256 of its SubjectPublicKeyInfo, lower-case hex.</param>
/// <param name="Anchor">Subject of the root that its certificate chains to, or <c>allow-list</c>.</param>
/// <param name="Allowance">Its line of the operator's list; may bind it to a node name and class.</param>
/// <param name="Evidence">What was judged, with the certificates that were fetched for it.</param>
internal sealed record TrustedEk(TpmtPublic Public, string Name, string KeyHash, string Anchor, EkAllowance? Allowance, EkEvidence Evidence);
