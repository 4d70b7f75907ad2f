using System.Text.Json.Serialization;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Logging;

namespace Attestation.Verifier.Http;

/// <summary>RFC 9457 problem document, with the reason's code and remedy as extension members.</summary>
/// <param name="Type">Where the reason is explained, relative to the request.</param>
/// <param name="Title">The reason's sentence.</param>
/// <param name="Status">The HTTP status again.</param>
/// <param name="Detail">This occurrence.</param>
/// <param name="Instance">The request's id as it stands in the log, a URN.</param>
/// <param name="Code">The reason's id.</param>
/// <param name="Remedy">What to do.</param>
public sealed record Problem(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("instance")] string Instance,
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("remedy")] string Remedy)
{
    public const string MediaType = "application/problem+json";

    /// <summary>Answers with a problem and logs it under the reason's event id.</summary>
    public static Task Write(HttpContext context, Refusal refusal)
    {
        ReasonCode code = refusal.Code;
        ILogger logger = context.RequestServices.GetRequiredService<ILogger<Problem>>();
        logger.Refused(context, refusal);
        context.Response.StatusCode = refusal.Status;
        return Answer.Write(context, MediaType, ApiJson.Readable.Problem,
            new Problem($"/api/v1/reasons/{code.Id}", code.Sentence, refusal.Status, refusal.Detail, context.TraceIdentifier, code.Id, code.Remedy));
    }
}
