using Attestation.Appraisal.Endorsements;
using Attestation.Tpm.Wire;

namespace Attestation.Verifier.Nodes;

/// <summary>An endorsement key that the operator trusts, and why.</summary>
/// <param name="Public">Its public area.</param>
/// <param name="Name">Its Name, lower-case hex.</param>
/// <param name="KeyHash">SHA-256 of its SubjectPublicKeyInfo, lower-case hex.</param>
/// <param name="Anchor">Subject of the root that its certificate chains to, or <c>allow-list</c>.</param>
/// <param name="NodeName">The only name under which its node may enrol, where the operator's list states one.</param>
/// <param name="Class">The only class, likewise.</param>
internal sealed record TrustedEk(TpmtPublic Public, string Name, string KeyHash, string Anchor, string? NodeName, DeviceClass? Class);
