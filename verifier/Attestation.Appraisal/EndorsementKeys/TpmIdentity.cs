namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>What an endorsement key certificate says of its TPM.</summary>
/// <param name="Manufacturer">With the vendor's letters where they are known: <c>id:49465800 (IFX)</c>.</param>
/// <param name="Model">tpmModel.</param>
/// <param name="Version">Firmware version at the time of issue.</param>
/// <param name="Specification">Family, level and revision: <c>2.0 level 0 revision 138</c>; null where none is stated.</param>
/// <param name="FieldUpgradable">Whether its firmware can change; null where nothing is asserted.</param>
/// <param name="KeyGeneration">How the endorsement key came into the TPM; null where nothing is asserted.</param>
public sealed record TpmIdentity(
    string? Manufacturer, string? Model, string? Version, string? Specification, bool? FieldUpgradable, string? KeyGeneration);
