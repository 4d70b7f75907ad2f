using System.Diagnostics;
using Attestation.Formats;
using Attestation.Formats.Reasons;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Logging;
using Attestation.Gate.Verdicts;
using Microsoft.AspNetCore.Http.Features;

namespace Attestation.Gate.Webhook;

/// <summary>Answers the API server's reviews out of memory. A request that would be stored nowhere (dryRun) leaves no Event here either.</summary>
internal sealed class AdmissionEndpoint(
    VerdictCache verdicts, AdmissionRules rules, StoredNodes stored, NodeEvents events, AdmissionMetrics metrics, TimeProvider clock, ILogger<AdmissionEndpoint> logger)
{
    public async Task AnswerAsync(HttpContext context)
    {
        long began = Stopwatch.GetTimestamp();
        (byte[]? body, ParseError error) = await ReadAsync(context);
        if (body is null || !AdmissionRequest.TryParse(body, rules.Prefix, out AdmissionRequest? request, out error))
        {
            logger.ReviewMalformed(error);
            metrics.Malformed();
            await WriteAsync(context, StatusCodes.Status400BadRequest, AdmissionAnswer.ProblemMediaType, AdmissionAnswer.Problem(error));
            return;
        }
        AdmissionDecision decision = await DecideAsync(request, context.RequestAborted);
        Tell(request, decision);
        await WriteAsync(context, StatusCodes.Status200OK, AdmissionAnswer.MediaType, AdmissionAnswer.Write(request.Uid, decision));
        metrics.Answered(decision, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>The judgement, against the stored node where the request's old one proves nothing.</summary>
    private async ValueTask<AdmissionDecision> DecideAsync(AdmissionRequest request, CancellationToken cancel)
    {
        if (NodeAdmission.NeedsStored(request, rules))
        {
            if (await stored.FindAsync(request.Node!, cancel) is not { } node)
                return NodeAdmission.Unreadable(request, rules);
            request = NodeAdmission.AgainstStored(request, node);
        }
        return NodeAdmission.Judge(request, verdicts, rules, clock.GetUtcNow());
    }

    private void Tell(AdmissionRequest request, AdmissionDecision decision)
    {
        string node = request.Node?.Name ?? "";
        if (decision.BrokeGlass)
        {
            logger.GlassBroken(request.User.Name, request.Operation, request.Target, node, decision.Denial!.Code.Id, decision.Denial.Detail);
            if (!request.DryRun && node.Length > 0)
                events.Add(EventSubject.Node(node), NodeEvents.Warning, "GlassBroken", $"{request.User.Name}: {decision.Denial.Code.Id}: {decision.Denial.Detail}");
        }
        else if (decision.Denial is { } denial)
            logger.ReviewRefused(denial, request, node);
        else if (request is { Operation: "CREATE", DryRun: false })
            logger.NodeAdmitted(node, request.User.Name, decision.Verdict?.Appraisal ?? "exempt", request.User.Credential ?? "");
    }

    /// <summary>The body up to <see cref="AdmissionRequest.MaxSize"/>; null, with the reason, where it is longer or ends too soon.</summary>
    private static async Task<(byte[]? Body, ParseError Error)> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = AdmissionRequest.MaxSize;
        try
        {
            using var kept = new MemoryStream((int)Math.Clamp(context.Request.ContentLength ?? 16 << 10, 0, AdmissionRequest.MaxSize));
            await context.Request.Body.CopyToAsync(kept, context.RequestAborted);
            return (kept.Length == kept.Capacity ? kept.GetBuffer() : kept.ToArray(), default);
        }
        catch (BadHttpRequestException e)
        {
            return (null, new ParseError(GateReasons.WebhookMalformed, 0, e.Message));
        }
    }

    private static Task WriteAsync(HttpContext context, int status, string mediaType, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
