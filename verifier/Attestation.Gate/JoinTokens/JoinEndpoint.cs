using System.Net.Mime;
using System.Text.Json;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Logging;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.JoinTokens;

/// <summary>POST /join/v1/credentials (docs/join.md). Whoever can reach it may ask; what it costs is bounded before anything is read.</summary>
internal sealed class JoinEndpoint(CredentialBroker broker, TokenSettings settings, JoinMetrics metrics, TimeProvider clock, ILogger<JoinEndpoint> logger)
{
    public const string Path = "/join/v1/credentials";

    private static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(2);

    private readonly RequestBudget perAddress = new(settings.PerAddress, clock);
    private readonly SemaphoreSlim places = new(settings.Concurrency);

    public async Task HandleAsync(HttpContext context)
    {
        string address = CallerAddress.Of(context);
        if (!perAddress.TryTake(address, out TimeSpan wait))
        {
            await RefuseAsync(context, "", new GateDenial(GateReasons.JoinRate, $"{settings.PerAddress} in a minute from one address"), wait);
            return;
        }
        (byte[]? body, GateDenial? wrong) = await JoinBody.ReadAsync(context);
        if (body is null || !JoinRequest.TryParse(body, out JoinRequest? request, out wrong))
        {
            await RefuseAsync(context, "", wrong!, TimeSpan.Zero);
            return;
        }
        // Only now: bodies that trickle in must not hold places.
        if (!places.Wait(0, CancellationToken.None))
        {
            await RefuseAsync(context, request.Node, new GateDenial(GateReasons.JoinBusy, $"{settings.Concurrency}"), BusyWait);
            return;
        }
        try
        {
            await AnswerAsync(context, request);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task AnswerAsync(HttpContext context, JoinRequest request)
    {
        (Credential? credential, GateDenial? denial, TimeSpan wait) = await broker.GiveAsync(request, context.RequestAborted);
        if (credential is null)
        {
            await RefuseAsync(context, request.Node, denial!, wait);
            return;
        }
        metrics.Given(credential.Kind);
        logger.CredentialGiven(request.Node, credential.Kind.Name(), credential.Expires);
        await WriteAsync(context, StatusCodes.Status200OK, MediaTypeNames.Application.Json, writer =>
        {
            writer.WriteString("kind", credential.Kind.Name());
            writer.WriteString("expires", CredentialSeal.Instant(credential.Expires));
            writer.WriteString("jwe", credential.Jwe);
        });
    }

    /// <summary>RFC 9457. What the gate found out about the node stays in the log: anybody may ask.</summary>
    private Task RefuseAsync(HttpContext context, string node, GateDenial denial, TimeSpan wait)
    {
        metrics.Refused(denial.Code);
        logger.CredentialRefused(node, CallerAddress.Of(context), denial);
        ReasonCode code = denial.Code;
        int status = JoinStatus.Of(code);
        if (wait > TimeSpan.Zero)
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return WriteAsync(context, status, MediaTypeNames.Application.ProblemJson, writer =>
        {
            writer.WriteString("type", $"urn:attestation:reason:{code.Id}");
            writer.WriteString("title", code.Sentence);
            writer.WriteNumber("status", status);
            writer.WriteString("code", code.Id);
            writer.WriteString("remedy", code.Remedy);
            if (JoinStatus.IsAboutTheRequest(code))
                writer.WriteString("detail", denial.Detail);
        });
    }

    private static async Task WriteAsync(HttpContext context, int status, string type, Action<Utf8JsonWriter> members)
    {
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = buffer.Length;
        await context.Response.Body.WriteAsync(buffer.ToArray(), context.RequestAborted);
    }
}
