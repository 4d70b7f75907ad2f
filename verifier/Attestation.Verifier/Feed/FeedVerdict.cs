using Attestation.Appraisal.Results;
using Attestation.Verifier.Nodes;

namespace Attestation.Verifier.Feed;

/// <summary>The latest verdict of one node, at the place in the feed where it changed last.</summary>
/// <param name="Sequence">Position in the feed: larger than any before it, never given twice, below 2^53.</param>
/// <param name="Node">Name of the attestation key, lower-case hex.</param>
/// <param name="NodeName">The cluster's name for the node, at the appraisal.</param>
/// <param name="Judged">The judgement.</param>
/// <param name="Latest">How long it holds.</param>
/// <param name="Revocation">Of the node, as it is now.</param>
/// <param name="Result">The signed result: a JWT.</param>
public sealed record FeedVerdict(
    long Sequence, string Node, string? NodeName, NodeVerdict Judged, LatestVerdict Latest, Revocation? Revocation, string Result);

/// <summary>A stretch of the feed.</summary>
/// <param name="Store">UUID of the database.</param>
/// <param name="Verdicts">In ascending order of sequence.</param>
public sealed record FeedPage(string Store, IReadOnlyList<FeedVerdict> Verdicts);

/// <summary>Whether a reader may go on from where it is.</summary>
public enum FeedPlace
{
    Known,

    /// <summary>Its position was never given out here, was lost, or is older than a day.</summary>
    Lost,

    /// <summary>It read another database.</summary>
    Foreign,
}
