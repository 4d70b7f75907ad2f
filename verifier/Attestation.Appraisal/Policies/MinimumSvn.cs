namespace Attestation.Appraisal.Policies;

/// <summary>A floor for one layer of one device class.</summary>
/// <param name="Vendor">Class vendor, compared as it stands.</param>
/// <param name="Model">Class model, compared as it stands.</param>
/// <param name="Layer">DICE layer, 0 = the first CDI certificate.</param>
/// <param name="Svn">Lowest security version that is accepted.</param>
public sealed record MinimumSvn(string Vendor, string Model, int Layer, ulong Svn);
