namespace Attestation.Cli.Nodes;

/// <summary>A stretch of the verifier's feed, and where it ends.</summary>
/// <param name="Store">The database that the sequence belongs to.</param>
/// <param name="Sequence">Where to go on.</param>
/// <param name="Verdicts">What changed, in the order of the changes.</param>
internal sealed record FeedStretch(string Store, long Sequence, IReadOnlyList<NodeLine> Verdicts);
