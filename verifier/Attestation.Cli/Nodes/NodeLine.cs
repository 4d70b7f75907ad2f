using System.Text.Json.Nodes;
using Attestation.Cli.Verifiers;

namespace Attestation.Cli.Nodes;

/// <summary>One node as the verifier tells it: of its list of nodes, or of its feed of verdicts (docs/verifier-api.md).</summary>
internal sealed record NodeLine
{
    /// <summary>Name of the attestation key, lower-case hex.</summary>
    public required string Key { get; init; }

    /// <summary>The cluster's name; null where it has none.</summary>
    public string? Name { get; init; }

    /// <summary><c>enrolled</c>, <c>superseded</c> or <c>retired</c>.</summary>
    public required string Enrolment { get; init; }

    /// <summary>affirming, warning, contraindicated; null where it never attested.</summary>
    public string? Status { get; init; }

    /// <summary>Reason ids, refusing ones first.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Whether the last verdict counts: <c>current</c>, <c>revoked</c>, <c>retired</c>, <c>superseded</c>; null where there is none.</summary>
    public string? Standing { get; init; }

    public DateTimeOffset? At { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public DateTimeOffset? Next { get; init; }

    /// <summary>The operator's words; null where it is not revoked.</summary>
    public string? Revocation { get; init; }

    /// <summary>Id of the last appraisal.</summary>
    public string? Appraisal { get; init; }

    public string ShownName => Name ?? $"(unnamed {Key[..Math.Min(12, Key.Length)]})";

    /// <param name="node">A node of <c>/api/v1/nodes</c>.</param>
    public static NodeLine OfNode(JsonObject node) => new()
    {
        Key = node.Required("node"),
        Name = node.Text("nodeName"),
        Enrolment = node.Required("state"),
        Status = node.Text("status"),
        Reasons = node.Texts("reasons"),
        Standing = node.Text("verdict"),
        At = node.Instant("lastSeen"),
        Expires = node.Instant("expires"),
        Next = node.Instant("next"),
        Revocation = (node["revocation"] as JsonObject)?.Required("reason"),
        Appraisal = node.Text("appraisal")?.Split('/')[^1],
    };

    /// <param name="verdict">A verdict of <c>/api/v1/verdicts</c>.</param>
    public static NodeLine OfVerdict(JsonObject verdict) => new()
    {
        Key = verdict.Required("node"),
        Name = verdict.Text("nodeName"),
        Enrolment = verdict.Required("state") is "retired" or "superseded" ? verdict.Required("state") : "enrolled",
        Status = verdict.Required("status"),
        Reasons = verdict.Texts("reasons"),
        Standing = verdict.Required("state"),
        At = verdict.Instant("at"),
        Expires = verdict.Instant("expires"),
        Next = verdict.Instant("next"),
        Revocation = (verdict["revocation"] as JsonObject)?.Required("reason"),
        Appraisal = verdict.Text("appraisal"),
    };

    /// <param name="now">The verifier's clock.</param>
    public NodeVerdictWord Word(DateTimeOffset now)
    {
        if (Enrolment != "enrolled")
            return NodeVerdictWord.Ended;
        if (Revocation is not null || Standing == "revoked")
            return NodeVerdictWord.Revoked;
        if (Status is null || Standing is not "current")
            return NodeVerdictWord.None;
        if (Status is not ("affirming" or "warning"))
            return NodeVerdictWord.Bad;
        if (Expires is not { } end || end <= now)
            return NodeVerdictWord.Late;
        return Status == "warning" ? NodeVerdictWord.Warning : NodeVerdictWord.Trusted;
    }

    /// <summary>Why, in a line; empty where there is nothing to say.</summary>
    public string Why(NodeVerdictWord word) => word switch
    {
        NodeVerdictWord.Revoked when Revocation is { } words => words,
        NodeVerdictWord.Revoked => "revocation lifted; counts again after its next attestation",
        NodeVerdictWord.None when Status is null => "enrolled, never attested",
        NodeVerdictWord.None => "no verdict that counts yet; its next attestation decides", // enrolled anew, or judged by an older verifier
        NodeVerdictWord.Ended => Enrolment,
        NodeVerdictWord.Late => "did not attest in time",
        _ => Reasons.Count <= 1 ? string.Concat(Reasons) : $"{Reasons[0]} +{Reasons.Count - 1}",
    };
}
