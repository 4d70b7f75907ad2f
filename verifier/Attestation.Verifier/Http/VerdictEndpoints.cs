using Attestation.Verifier.Feed;
using Microsoft.AspNetCore.Http.Features;

namespace Attestation.Verifier.Http;

/// <summary>The feed of verdicts. docs/verifier-api.md, verdicts.</summary>
public sealed class VerdictEndpoints(VerdictFeed feed, Access access)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/verdicts", List);

    private async Task List(HttpContext context)
    {
        if (access.CheckReading(context) is { } unauthorized)
        {
            await Problem.Write(context, unauthorized);
            return;
        }
        if (VerdictQuery.Read(context.Request.Query, out VerdictQuery query) is { } wrong)
        {
            await Problem.Write(context, wrong);
            return;
        }
        (FeedPage? page, Refusal? refusal) = await feed.ReadAsync(query, context.Features.GetRequiredFeature<HalfClose>().ClientEnded);
        if (page is null)
        {
            if (refusal!.Status == StatusCodes.Status429TooManyRequests)
                context.Response.Headers.RetryAfter = "5";
            await Problem.Write(context, refusal);
            return;
        }
        await Answer.Write(context, MediaTypes.Json, ApiJson.Readable.VerdictListDocument, VerdictListDocument.Of(page, query.After));
    }
}
