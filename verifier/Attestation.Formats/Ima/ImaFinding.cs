using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ima;

/// <summary>Something wrong with a list or one of its entries.</summary>
/// <param name="Code">What.</param>
/// <param name="Entry">Number of the entry in the whole list, from 0; −1 for the list itself.</param>
/// <param name="Offset">Where the entry begins in the whole list.</param>
public sealed record ImaFinding(ReasonCode Code, long Entry, long Offset);
