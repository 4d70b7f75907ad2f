using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Http;

/// <summary>Reads a request's body as one JSON document.</summary>
internal static class JsonBody
{
    private static readonly string[] Reads = [MediaTypes.Json];

    /// <param name="context">The request.</param>
    /// <param name="type">Of <see cref="RequestJson"/>.</param>
    /// <param name="limit">Bytes.</param>
    /// <param name="malformed">The reason of a body that is not this document.</param>
    /// <returns>The document, or why there is none.</returns>
    public static async Task<(T? Request, Refusal? Refusal)> Read<T>(HttpContext context, JsonTypeInfo<T> type, int limit, ReasonCode malformed)
        where T : class
    {
        if (Negotiation.CheckContentType(context.Request, context.Response, Reads, out _) is { } wrongType)
            return (null, wrongType);
        (byte[]? body, Refusal? broken) = await RequestBody.Read(context, limit);
        if (body is null)
            return (null, broken);
        try
        {
            return JsonSerializer.Deserialize(body, type) is { } request ? (request, null) : (null, new Refusal(400, malformed, "null"));
        }
        catch (JsonException e)
        {
            return (null, new Refusal(400, malformed, $"at {e.Path ?? "$"}, byte {e.BytePositionInLine}"));
        }
    }
}
