using Attestation.Formats.Reasons;
using Attestation.Verifier.Logging;
using Microsoft.Data.Sqlite;

namespace Attestation.Verifier.Http;

/// <summary>
/// What stands around every request: its id, and a problem document for everything that ends without an answer of its own: no such
/// address, no such method, and the verifier's own failures.
/// </summary>
public sealed class RequestFrame(RequestDelegate next, ILogger<RequestFrame> logger)
{
    public const string IdHeader = "X-Request-Id";

    public async Task InvokeAsync(HttpContext context)
    {
        context.TraceIdentifier = $"urn:uuid:{Guid.NewGuid():D}";
        context.Response.Headers[IdHeader] = context.TraceIdentifier;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(context);
            if (Unanswered(context) is { } refusal)
                await Problem.Write(context, refusal);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await Fail(context, e);
        }
    }

    /// <summary>Routing answers 404 and 405 with a bare status.</summary>
    private static Refusal? Unanswered(HttpContext context)
    {
        if (context.Response.HasStarted || context.Response.ContentType is not null)
            return null;
        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new Refusal(404, HttpReasons.NotFound, $"{context.Request.Path}"),
            StatusCodes.Status405MethodNotAllowed => new Refusal(405, HttpReasons.Method, $"{context.Request.Method} {context.Request.Path}"),
            _ => null,
        };
    }

    private Task Fail(HttpContext context, Exception e)
    {
        if (e is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
            return Task.CompletedTask;
        logger.Failed(context.TraceIdentifier, e);
        context.Response.Headers.Remove("Location");
        return Problem.Write(context, e switch
        {
            ServiceFailure failure => new Refusal(503, failure.Code, failure.Message),
            SqliteException sqlite => new Refusal(503, ServiceReasons.StoreUnavailable, $"SQLite error {sqlite.SqliteErrorCode}"),
            _ => new Refusal(500, ServiceReasons.Internal, "the log holds the failure under this request's id"),
        });
    }
}
