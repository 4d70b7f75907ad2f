namespace Attestation.Appraisal.Results;

/// <summary>Who the device is, from its verified chain.</summary>
/// <param name="UdsKeyThumbprint">SHA-256 of the UDS public key (32 bytes for Ed25519, X‖Y for the NIST curves), lower-case hex: the stable name of the device.</param>
/// <param name="Ueid">RFC 9711 section 4.2.1 identifier, lower-case hex; null where the evidence has none.</param>
/// <param name="Vendor">Class: vendor name, null where unknown.</param>
/// <param name="Model">Class: model name, null where unknown.</param>
/// <param name="Anchor">The anchor the chain ends in, as it was named when it was enrolled; null where the chain is not anchored.</param>
public sealed record DeviceIdentity(string UdsKeyThumbprint, string? Ueid, string? Vendor, string? Model, string? Anchor);
