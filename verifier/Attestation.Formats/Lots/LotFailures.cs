namespace Attestation.Formats.Lots;

/// <summary>How many devices failed for one reason.</summary>
/// <param name="Reason">Id of the reason.</param>
/// <param name="Count">At least 1.</param>
public sealed record LotFailures(string Reason, int Count);
