using System.Globalization;
using System.Text.Json.Serialization;
using Attestation.Verifier.Sessions;

namespace Attestation.Verifier.Http;

/// <summary>The session resource as Veraison's challenge-response API defines it.</summary>
/// <param name="Status"><c>waiting</c> or <c>complete</c>.</param>
/// <param name="Nonce">Base64, padded.</param>
/// <param name="Expiry">RFC 3339, UTC.</param>
/// <param name="Accept">Media types of evidence.</param>
/// <param name="Evidence">What was submitted; absent while waiting.</param>
/// <param name="Result">The EAR; absent while waiting.</param>
/// <param name="Next">For nodes: when and from where to attest next; ours too.</param>
/// <param name="Appraisal">Address of the stored appraisal with every finding; ours, other clients ignore it.</param>
public sealed record SessionDocument(
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("nonce")] string Nonce,
    [property: JsonPropertyName("expiry")] string Expiry,
    [property: JsonPropertyName("accept")] IReadOnlyList<string> Accept,
    [property: JsonPropertyName("evidence")] EvidenceDocument? Evidence,
    [property: JsonPropertyName("result")] string? Result,
    [property: JsonPropertyName("appraisal")] string? Appraisal,
    [property: JsonPropertyName("next")] NextAttestation? Next)
{
    public static SessionDocument Of(Session session, IReadOnlyList<string> accept)
    {
        SessionAnswer? answer = session.Answer;
        return new SessionDocument(
            answer is null ? "waiting" : "complete",
            Convert.ToBase64String(session.Nonce),
            session.Expires.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            accept,
            answer is null ? null : EvidenceDocument.Of(answer),
            answer?.Result,
            answer is null ? null : $"/api/v1/appraisals/{answer.Appraisal}",
            answer?.Next);
    }
}

/// <summary>Evidence inside a session resource.</summary>
/// <param name="Type">Content type.</param>
/// <param name="Value">Base64, padded; absent where the evidence was larger than --keep-evidence.</param>
/// <param name="Sha256">Lower-case hex; only where the value is absent.</param>
/// <param name="Size">Bytes; likewise.</param>
public sealed record EvidenceDocument(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("value")] string? Value,
    [property: JsonPropertyName("sha256")] string? Sha256,
    [property: JsonPropertyName("size")] long? Size)
{
    public static EvidenceDocument Of(SessionAnswer answer) => answer.Evidence is { Content: { } content }
        ? new EvidenceDocument(answer.MediaType, Convert.ToBase64String(content), null, null)
        : new EvidenceDocument(answer.MediaType, null, answer.Evidence.Digest, answer.Evidence.Size);
}
