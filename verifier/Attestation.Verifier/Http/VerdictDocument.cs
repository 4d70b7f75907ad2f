using Attestation.Verifier.Appraisals;
using Attestation.Verifier.Feed;
using Attestation.Verifier.Nodes;

namespace Attestation.Verifier.Http;

/// <summary>The latest verdict of a node as the feed tells it.</summary>
/// <param name="Sequence">Position in the feed.</param>
/// <param name="Node">Name of the attestation key, lower-case hex.</param>
/// <param name="NodeName">The cluster's name for the node; absent where it has none.</param>
/// <param name="Status">none, affirming, warning or contraindicated.</param>
/// <param name="Reasons">Ids, refusing ones first.</param>
/// <param name="At">RFC 3339; when it was made.</param>
/// <param name="Expires">RFC 3339; from this instant on nobody may rely on it.</param>
/// <param name="Next">RFC 3339; when the node was asked to attest again.</param>
/// <param name="State"><c>current</c>, <c>revoked</c>, <c>retired</c> or <c>superseded</c>.</param>
/// <param name="Revocation">Absent where no operator has revoked the node.</param>
/// <param name="Appraisal">Id of the stored appraisal.</param>
/// <param name="Ear">The signed result, a JWT. It cannot know what became of it: where the state is not <c>current</c> it proves which node is meant, and nothing else.</param>
public sealed record VerdictDocument(
    long Sequence,
    string Node,
    string? NodeName,
    string Status,
    IReadOnlyList<string> Reasons,
    DateTimeOffset At,
    DateTimeOffset Expires,
    DateTimeOffset Next,
    string State,
    RevocationDocument? Revocation,
    string Appraisal,
    string Ear)
{
    public static VerdictDocument Of(FeedVerdict verdict) => new(
        verdict.Sequence,
        verdict.Node,
        verdict.NodeName,
        AppraisalDocument.NameOf(verdict.Judged.Status),
        verdict.Judged.Reasons,
        verdict.Judged.At,
        verdict.Latest.Expires,
        verdict.Latest.Next,
        NameOf(verdict.Latest.Standing),
        RevocationDocument.Of(verdict.Revocation),
        verdict.Judged.Appraisal,
        verdict.Result);

    internal static string NameOf(VerdictStanding standing) => standing.ToString().ToLowerInvariant();
}

/// <summary>A stretch of the feed.</summary>
/// <param name="Store">UUID of the database that the sequence belongs to.</param>
/// <param name="Sequence">Where to go on: the last verdict's, or the one that was asked behind.</param>
/// <param name="Verdicts">In ascending order of sequence.</param>
public sealed record VerdictListDocument(string Store, long Sequence, IReadOnlyList<VerdictDocument> Verdicts)
{
    public static VerdictListDocument Of(FeedPage page, long after) =>
        new(page.Store, page.Verdicts.Count > 0 ? page.Verdicts[^1].Sequence : after, [.. page.Verdicts.Select(VerdictDocument.Of)]);
}
