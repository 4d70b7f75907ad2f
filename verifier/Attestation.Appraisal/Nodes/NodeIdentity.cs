namespace Attestation.Appraisal.Nodes;

/// <summary>Who the node is: what its enrolment says of the key that made the quotes, and what the fresh quotes bind to it.</summary>
/// <param name="AkName">The TPM name of the attestation key, lower-case hex: the stable name of the node.</param>
/// <param name="NodeName">Name in the cluster, enrolled and bound; null where the node has none.</param>
/// <param name="Vendor">Class: vendor name, null where unknown.</param>
/// <param name="Model">Class: model name, null where unknown.</param>
/// <param name="EkName">The TPM name of the endorsement key, lower-case hex; null where the node is not enrolled.</param>
/// <param name="Anchor">What vouches for the endorsement key; null where the node is not enrolled.</param>
/// <param name="KubeletKey">Lower-case hex SHA-256 of the kubelet key's SubjectPublicKeyInfo; null where none is bound.</param>
/// <param name="SecretsKey">The same of the key to which secrets for the node are encrypted.</param>
public sealed record NodeIdentity(
    string AkName,
    string? NodeName,
    string? Vendor,
    string? Model,
    string? EkName,
    string? Anchor,
    string? KubeletKey,
    string? SecretsKey);
