using Attestation.Verifier.Appraisals;
using Attestation.Verifier.Nodes;

namespace Attestation.Verifier.Http;

/// <summary>A node as the API shows it.</summary>
/// <param name="Node">Name of its attestation key, lower-case hex.</param>
/// <param name="NodeName">The cluster's name for it.</param>
/// <param name="Class">Whose reference values judge it.</param>
/// <param name="State"><c>enrolled</c>, <c>superseded</c> or <c>retired</c>.</param>
/// <param name="EkName">Name of its endorsement key, lower-case hex.</param>
/// <param name="EkKey">SHA-256 of the endorsement key's SubjectPublicKeyInfo, lower-case hex.</param>
/// <param name="Anchor">Subject of the root that the EK certificate chains to, or <c>allow-list</c>.</param>
/// <param name="UdsKey">Thumbprint of the UDS key of its DICE identity.</param>
/// <param name="EnrolledAt">RFC 3339.</param>
/// <param name="EndedAt">RFC 3339; when it was superseded or retired.</param>
/// <param name="SupersededBy">The attestation key that its TPM enrolled later.</param>
/// <param name="LastSeen">RFC 3339; absent where it never attested.</param>
/// <param name="Status">Status of the last judgement.</param>
/// <param name="Reasons">Reasons of the last judgement, refusing ones first.</param>
/// <param name="Appraisal">Address of the last judgement.</param>
/// <param name="Verdict">Whether the last judgement counts: <c>current</c>, <c>revoked</c>, <c>retired</c> or <c>superseded</c>.</param>
/// <param name="Expires">RFC 3339; from this instant on nobody may rely on the last judgement.</param>
/// <param name="Next">RFC 3339; when the node was asked to attest again.</param>
/// <param name="Revocation">Absent where no operator has revoked the node.</param>
public sealed record NodeDocument(
    string Node,
    string? NodeName,
    ClassDocument? Class,
    string State,
    string EkName,
    string EkKey,
    string Anchor,
    string? UdsKey,
    DateTimeOffset EnrolledAt,
    DateTimeOffset? EndedAt,
    string? SupersededBy,
    DateTimeOffset? LastSeen,
    string? Status,
    IReadOnlyList<string>? Reasons,
    string? Appraisal,
    string? Verdict,
    DateTimeOffset? Expires,
    DateTimeOffset? Next,
    RevocationDocument? Revocation)
{
    public static NodeDocument Of(KnownNode node) => new(
        node.Claim.AkName,
        node.Claim.NodeName,
        ClassOf(node.Claim),
        node.State.ToString().ToLowerInvariant(),
        node.Claim.EkName,
        node.Claim.EkKey,
        node.Claim.Anchor,
        node.UdsKey,
        node.EnrolledAt,
        node.EndedAt,
        node.SupersededBy,
        node.Last?.At,
        node.Last is { } last ? AppraisalDocument.NameOf(last.Status) : null,
        node.Last?.Reasons,
        node.Last is { } judged ? $"/api/v1/appraisals/{judged.Appraisal}" : null,
        node.Latest is { } latest ? VerdictDocument.NameOf(latest.Standing) : null,
        node.Latest?.Expires,
        node.Latest?.Next,
        RevocationDocument.Of(node.Revocation));

    internal static ClassDocument? ClassOf(NodeClaim claim) => claim.Class is { } known ? new ClassDocument(known.Vendor, known.Model) : null;
}

/// <summary>A page of nodes.</summary>
/// <param name="Nodes">In order of the Name of their attestation keys.</param>
/// <param name="Next">Address of the next page; absent on the last.</param>
public sealed record NodeListDocument(IReadOnlyList<NodeDocument> Nodes, string? Next);
