using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Http;

/// <summary>The closed list of reasons, for programs that want to show more than a code.</summary>
public static class ReasonEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/reasons", context => Answer.Write(context, MediaTypes.Json, ApiJson.Readable.ReasonListDocument,
            new ReasonListDocument([.. ReasonTable.All.Select(ReasonDocument.Of)])));
        routes.MapGet("/api/v1/reasons/{id}", Show);
    }

    private static Task Show(HttpContext context)
    {
        string id = (string)context.Request.RouteValues["id"]!;
        return ReasonTable.TryFind(id, out ReasonCode reason)
            ? Answer.Write(context, MediaTypes.Json, ApiJson.Readable.ReasonDocument, ReasonDocument.Of(reason))
            : Problem.Write(context, new Refusal(404, HttpReasons.NotFound, "no such reason"));
    }
}
