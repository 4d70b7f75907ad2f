using Attestation.Appraisal.EndorsementKeys;
using Attestation.Appraisal.Endorsements;

namespace Attestation.Verifier.Nodes;

/// <summary>A node as it asked to be enrolled, its endorsement key already trusted; proven once it answers the credential.</summary>
/// <param name="AkName">Name of the attestation key, lower-case hex.</param>
/// <param name="AkPublic">TPM2B_PUBLIC of the attestation key.</param>
/// <param name="EkName">Name of the endorsement key's public area, lower-case hex.</param>
/// <param name="EkKey">
/// SHA-256 of the endorsement key's SubjectPublicKeyInfo, lower-case hex: what makes two nodes one TPM. Not the Name: the TPM does not
/// prove what the rest of the public area says.
/// </param>
/// <param name="Anchor">Subject of the root that the EK certificate chains to, or <c>allow-list</c>.</param>
/// <param name="NodeName">Null where none was given.</param>
/// <param name="Class">Whose reference values judge the node; null where none was given.</param>
public sealed record NodeClaim(
    string AkName, byte[] AkPublic, string EkName, string EkKey, string Anchor, string? NodeName, DeviceClass? Class)
{
    /// <summary>The endorsement key and the certificates that were believed, to be judged again when the operator's trust has changed.</summary>
    public required EkEvidence EkEvidence { get; init; }
}
