using Attestation.Formats.Reasons;

namespace Attestation.Factory.Boards;

/// <summary>Something wrong with a board's description, or with what it would claim.</summary>
/// <param name="Reason">Which rule.</param>
/// <param name="Detail">Which pin, partition or lock.</param>
public sealed record BoardFinding(ReasonCode Reason, string Detail);
