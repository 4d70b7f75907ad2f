using Attestation.Verifier.Appraisals;
using Attestation.Verifier.Logging;
using Attestation.Verifier.Sessions;

namespace Attestation.Verifier.Http;

/// <summary>
/// Veraison's challenge-response API: a session is opened, answered once with evidence, read, and deleted.
/// docs/verifier-api.md, sessions.
/// </summary>
public sealed class ChallengeResponseEndpoints(
    SessionBook sessions, EvidenceFormats formats, EvidenceJudge judge, LargeBodies largeBodies, Processors processors,
    ILogger<ChallengeResponseEndpoints> logger)
{
    private const string Root = "/challenge-response/v1";
    private static readonly string[] SessionOnly = [MediaTypes.Session];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root + "/newSession", Open);
        routes.MapPost(Root + "/session/{id}", TakeEvidence);
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

    private async Task TakeEvidence(HttpContext context)
    {
        if (ResultForm.Choose(context.Request, out ResultForm form) is { } wrongForm)
            await Problem.Write(context, wrongForm);
        else if (Negotiation.CheckContentType(context.Request, context.Response, formats.MediaTypes, out string mediaType) is { } wrongType)
            await Problem.Write(context, wrongType);
        else if (sessions.FindWaiting(IdOf(context)).Refusal is { } unusable)
            await Problem.Write(context, unusable);
        else
            await Judge(context, mediaType, form);
    }

    private async Task Judge(HttpContext context, string mediaType, ResultForm form)
    {
        (LargeBodies.Place? place, Refusal? noRoom) = await largeBodies.EnterAsync(context);
        if (place is null)
        {
            await Problem.Write(context, noRoom!);
            return;
        }
        using (place)
        {
            (byte[]? evidence, Refusal? broken) = await RequestBody.Read(context, formats.LimitOf(mediaType));
            if (evidence is null)
                await Problem.Write(context, broken!);
            else
                await Judge(context, evidence, mediaType, form);
        }
    }

    private async Task Judge(HttpContext context, byte[] evidence, string mediaType, ResultForm form)
    {
        (JudgedSession? judged, Refusal? refusal) = await processors.RunAsync(() => JudgeNow(IdOf(context), evidence, mediaType, form), context.RequestAborted);
        if (judged is null)
            await Problem.Write(context, refusal!);
        else
            await Write(context, judged, form);
    }

    /// <summary>The session is asked for anew: it may have expired, or been answered, while the body arrived.</summary>
    private (JudgedSession? Judged, Refusal? Refusal) JudgeNow(string id, byte[] evidence, string mediaType, ResultForm form)
    {
        (Session? session, Refusal? refusal) = sessions.FindWaiting(id);
        return session is null ? (null, refusal) : judge.Judge(session, evidence, mediaType, form);
    }

    private Task Write(HttpContext context, JudgedSession judged, ResultForm form)
    {
        logger.Judged(judged.Session.Answer!.Appraisal, AppraisalDocument.NameOf(judged.Result.Status), judged.Result.Node?.AkName ?? judged.Result.Device?.UdsKeyThumbprint ?? "unknown",
            string.Join(' ', judged.Result.WorstFirst.Select(f => f.Code.Id).Distinct()), context.TraceIdentifier);
        context.Response.Headers["Attestation-Appraisal"] = judged.Session.Answer.Appraisal;
        return form.MediaType == MediaTypes.Session
            ? Write(context, judged.Session)
            : Answer.Write(context, form.MediaType, judged.Signed.Bytes);
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
        Answer.Write(context, MediaTypes.Session, ApiJson.Readable.SessionDocument, SessionDocument.Of(session, formats.MediaTypes));

    private static string IdOf(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private static string? Text(IQueryCollection query, string name) => query.TryGetValue(name, out var values) ? values.ToString() : null;
}
