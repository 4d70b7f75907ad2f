using System.Diagnostics.Metrics;
using System.Text.Json;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Logging;
using Attestation.Gate.Metrics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Attestation.Gate.ForwardAuth;

/// <summary>
/// HTTP around <see cref="ForwardJudge"/>. The client sees a refusal's code and sentence, never what was found: that is in the log, under the reason's
/// event id.
/// </summary>
internal sealed class ForwardAuthEndpoint(GateSettings settings, ForwardJudge judge, GateMetrics metrics, TimeProvider clock, ILogger<ForwardAuthEndpoint> logger)
{
    /// <summary>In which a client may send the certificates above its own.</summary>
    public const string OwnChainHeader = "Attestation-Chain";

    private const string AboveHeader = "Client-Cert-Chain";
    private const string Bearer = "Bearer ";

    private readonly ForwardAuthSettings _own = settings.ForwardAuth;
    private readonly TrustedProxies _proxies = new(settings.ForwardAuth.TrustedProxies);
    private readonly Counter<long> _decisions = metrics.Counter("forward_auth_decisions", "Requests of proxies, by reason; \"good\" let through.");

    public Task AnswerAsync(HttpContext context)
    {
        ForwardAnswer answer = Judge(context);
        _decisions.Add(1, new KeyValuePair<string, object?>("reason", answer.Reason?.Id ?? "good"));
        if (answer.Reason is not null)
            logger.ForwardAuthRefused(answer.Reason, answer.Detail, context.Connection.RemoteIpAddress?.ToString() ?? "");
        return WriteAsync(context.Response, answer);
    }

    private ForwardAnswer Judge(HttpContext context)
    {
        if (!_proxies.Contains(context.Connection.RemoteIpAddress))
            return ForwardAnswer.Refuse(ForwardAuthReasons.Proxy, "");
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!ForwardTarget.TryPolicy(target, _own.AppendedPath, out string? policy))
            return ForwardAnswer.Refuse(ForwardAuthReasons.Policy, "no such path");
        IHeaderDictionary headers = context.Request.Headers;
        if (!TryTokens(headers, out List<string> tokens))
            return ForwardAnswer.Refuse(ForwardAuthReasons.Header, $"{_own.TokenHeader} is no bearer token");
        return judge.Judge(new ForwardRequest(policy, tokens, Values(headers, _own.CertificateHeader), Values(headers, AboveHeader), Values(headers, OwnChainHeader)), clock.GetUtcNow());
    }

    /// <summary>RFC 6750 section 2.1; the scheme is case-insensitive (RFC 9110 section 11.1). In a header of another name the token stands alone.</summary>
    private bool TryTokens(IHeaderDictionary headers, out List<string> tokens)
    {
        tokens = Values(headers, _own.TokenHeader);
        if (!_own.TokenHeader.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            return true;
        if (!tokens.TrueForAll(t => t.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)))
            return false;
        tokens = [.. tokens.Select(t => t[Bearer.Length..].TrimStart(' '))];
        return true;
    }

    private static List<string> Values(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out StringValues values) ? [.. values.Where(v => !string.IsNullOrEmpty(v)).Select(v => v!)] : [];

    private static Task WriteAsync(HttpResponse response, ForwardAnswer answer)
    {
        response.StatusCode = answer.Status;
        response.Headers.CacheControl = "no-store";
        foreach ((string name, string value) in answer.Headers)
            response.Headers[name] = value;
        if (answer.Reason is not { } reason)
        {
            response.ContentLength = 0;
            return Task.CompletedTask;
        }
        response.Headers["X-Attestation-Reason"] = reason.Id;
        if (answer.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = reason == ForwardAuthReasons.Missing ? "Bearer" : "Bearer error=\"invalid_token\"";
        response.ContentType = "application/problem+json";
        byte[] body = Problem(reason, answer.Status);
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body).AsTask();
    }

    /// <summary>RFC 9457.</summary>
    private static byte[] Problem(ReasonCode reason, int status)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("title", reason.Sentence);
            json.WriteNumber("status", status);
            json.WriteString("code", reason.Id);
            json.WriteString("remedy", reason.Remedy);
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
