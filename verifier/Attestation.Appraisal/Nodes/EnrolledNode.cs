using Attestation.Appraisal.Endorsements;

namespace Attestation.Appraisal.Nodes;

/// <summary>A node as it was enrolled: its attestation key was shown, by credential activation, to live in the TPM whose endorsement key is named.</summary>
/// <param name="AkName">The TPM name of the attestation key (TPM 2.0 Part 1 clause 16), lower-case hex.</param>
/// <param name="AttestationKey">TPM2B_PUBLIC.</param>
/// <param name="NodeName">Name in the cluster, which the node's bindings must repeat; null where it was enrolled without one.</param>
/// <param name="Class">Vendor and model under which the node's reference values stand; null where none was stated.</param>
/// <param name="EkName">The TPM name of the endorsement key, lower-case hex.</param>
/// <param name="Anchor">Subject of the root that the endorsement key's certificate ends in, or <c>allow-list</c>; empty where nothing vouches for the key.</param>
/// <param name="UdsKeyThumbprint">The node's DICE identity, as in <see cref="Results.DeviceIdentity.UdsKeyThumbprint"/>; null where it has none.</param>
public sealed record EnrolledNode(
    string AkName,
    ReadOnlyMemory<byte> AttestationKey,
    string? NodeName,
    DeviceClass? Class,
    string EkName,
    string Anchor,
    string? UdsKeyThumbprint)
{
    /// <summary>The <see cref="Anchor"/> of an endorsement key that the operator vouches for without a certificate.</summary>
    public const string AllowList = "allow-list";

    /// <summary>Since when, and why, an operator has revoked the node; null where none has.</summary>
    public string? Revocation { get; init; }
}
