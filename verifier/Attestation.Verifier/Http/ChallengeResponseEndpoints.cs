using Attestation.Verifier.Logging;
using Attestation.Verifier.Sessions;

namespace Attestation.Verifier.Http;

/// <summary>
/// Veraison's challenge-response API: a session is opened, answered once with evidence, read, and deleted.
/// docs/verifier-api.md, sessions.
/// </summary>
public sealed class ChallengeResponseEndpoints(SessionBook sessions, EvidenceFormats formats, ILogger<ChallengeResponseEndpoints> logger)
{
    private const string Root = "/challenge-response/v1";
    private static readonly string[] SessionOnly = [MediaTypes.Session];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root + "/newSession", Open);
        routes.MapGet(Root + "/session/{id}", Show);
        routes.MapDelete(Root + "/session/{id}", Delete);
    }

    private Task Open(HttpContext context)
    {
        if (!Negotiation.TryChoose(context.Request, SessionOnly, out _))
            return Problem.Write(context, Negotiation.NotAcceptable(SessionOnly));
        IQueryCollection query = context.Request.Query;
        if (StrictQuery.Check(query, "nonce", "nonceSize") is { } badQuery)
            return Problem.Write(context, badQuery);
        if (NonceQuery.TryRead(Text(query, "nonce"), Text(query, "nonceSize"), out byte[] nonce) is { } badNonce)
            return Problem.Write(context, badNonce);
        (Session? session, Refusal? refusal) = sessions.Open(nonce);
        if (session is null)
        {
            if (refusal!.Status == StatusCodes.Status429TooManyRequests)
                context.Response.Headers.RetryAfter = "5";
            return Problem.Write(context, refusal);
        }
        logger.SessionOpened(session.Expires, context.TraceIdentifier);
        context.Response.Headers.Location = $"session/{session.Id}";
        context.Response.StatusCode = StatusCodes.Status201Created;
        return Write(context, session);
    }

    private Task Show(HttpContext context)
    {
        if (!Negotiation.TryChoose(context.Request, SessionOnly, out _))
            return Problem.Write(context, Negotiation.NotAcceptable(SessionOnly));
        (Session? session, Refusal? refusal) = sessions.Find(IdOf(context));
        return session is null ? Problem.Write(context, refusal!) : Write(context, session);
    }

    private Task Delete(HttpContext context)
    {
        if (sessions.Delete(IdOf(context)) is { } refusal)
            return Problem.Write(context, refusal);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task Write(HttpContext context, Session session) =>
        JsonAnswer.Write(context, MediaTypes.Session, ApiJson.Readable.SessionDocument, SessionDocument.Of(session, formats.MediaTypes));

    private static string IdOf(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private static string? Text(IQueryCollection query, string name) => query.TryGetValue(name, out var values) ? values.ToString() : null;
}
