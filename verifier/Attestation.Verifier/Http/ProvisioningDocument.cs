using System.Globalization;
using System.Text.Json.Serialization;
using Attestation.Verifier.Endorsements;

namespace Attestation.Verifier.Http;

/// <summary>The submission's session as Veraison's provisioning API defines it; always at its end, since submissions are judged at once.</summary>
/// <param name="Status"><c>success</c> or <c>failed</c>.</param>
/// <param name="Expiry">RFC 3339; now: there is nothing left to ask for.</param>
/// <param name="FailureReason">The reason's sentence and the place; only where failed.</param>
/// <param name="Code">The reason's id; ours, other clients ignore it.</param>
/// <param name="NotUsed">Parts of the CoRIM that no appraisal looks at, so that nobody takes them for enforced; ours too.</param>
public sealed record ProvisioningDocument(
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("expiry")] string Expiry,
    [property: JsonPropertyName("failure-reason")] string? FailureReason,
    [property: JsonPropertyName("code")] string? Code,
    [property: JsonPropertyName("not-used")] IReadOnlyList<string>? NotUsed)
{
    public static ProvisioningDocument Of(SubmissionRefusal? refusal, IReadOnlyList<string> notUsed, DateTimeOffset now) => new(
        refusal is null ? "success" : "failed",
        now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        refusal is null ? null : $"{refusal.Code.Id}: {refusal.Code.Sentence} {refusal.Detail}".TrimEnd(),
        refusal?.Code.Id,
        notUsed.Count == 0 ? null : notUsed);
}
