using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases.Comparison;

/// <summary>What happens to whom, and what to do about it.</summary>
/// <param name="Id">Stable, for programs.</param>
/// <param name="Whom">For people.</param>
/// <param name="What">For people.</param>
/// <param name="Todo">For people; empty where there is nothing to do.</param>
/// <param name="Reason">With which a verifier refuses; null where none does.</param>
public sealed record Consequence(string Id, string Whom, string What, string Todo, ReasonCode? Reason = null);
