using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;

namespace Attestation.Simulator.Verifiers;

/// <summary>What an attester, and a manufacturer, ask of a verifier: Veraison's challenge-response and endorsement API. docs/verifier-api.md.
/// Safe to use from several tasks.</summary>
public sealed class VerifierClient(HttpClient http) : IDisposable
{
    private VerificationKey? _key;

    public static VerifierClient For(Uri address) => new(new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) });

    /// <summary>Opens a session with a nonce of the verifier's choice.</summary>
    /// <exception cref="VerifierUnavailableException">No session was opened.</exception>
    public async Task<VerifierSession> OpenAsync(CancellationToken cancellation, int nonceSize = 32)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, new Uri(http.BaseAddress!, $"/challenge-response/v1/newSession?nonceSize={nonceSize}"), null, null, cancellation);
        string body = await answer.Content.ReadAsStringAsync(cancellation);
        if (answer.StatusCode != HttpStatusCode.Created || answer.Headers.Location is not { } location)
            throw new VerifierUnavailableException($"no session: HTTP {(int)answer.StatusCode}, {ProblemIn(body)?.Code ?? "no reason given"}");
        using JsonDocument session = ParseJson(body);
        return new VerifierSession(
            new Uri(answer.RequestMessage!.RequestUri!, location),
            session.RootElement.GetProperty("nonce").GetBytesFromBase64(),
            [.. session.RootElement.GetProperty("accept").EnumerateArray().Select(type => type.GetString()!)]);
    }

    /// <summary>Answers a session with evidence and reads the verdict, findings included.</summary>
    public async Task<VerifierAnswer> SubmitAsync(VerifierSession session, byte[] evidence, string mediaType, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, session.Address, evidence, mediaType, cancellation);
        string body = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode)
            return Refusal(answer.StatusCode, body);
        using JsonDocument document = ParseJson(body);
        string result = document.RootElement.GetProperty("result").GetString()!;
        EarClaims claims = ResultReader.Read(result, await ReadKeyAsync(cancellation), session.Nonce);
        string? appraisal = await GetAppraisalAsync(document.RootElement.GetProperty("appraisal").GetString()!, cancellation);
        return new VerifierAnswer((int)answer.StatusCode, ResultReader.VerdictOf(claims), ResultReader.ReasonsOf(claims), result, appraisal);
    }

    /// <summary>Submits a CoRIM; the verifier judges it at once.</summary>
    public async Task<VerifierAnswer> EndorseAsync(byte[] corim, string mediaType, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, new Uri(http.BaseAddress!, "/endorsement-provisioning/v1/submit"), corim, mediaType, cancellation);
        string body = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode)
            return Refusal(answer.StatusCode, body);
        using JsonDocument session = ParseJson(body);
        bool taken = session.RootElement.GetProperty("status").ValueEquals("success");
        return taken
            ? new VerifierAnswer((int)answer.StatusCode, VerifierAnswer.Accepted, [], null, body)
            : new VerifierAnswer((int)answer.StatusCode, VerifierAnswer.Refused, [session.RootElement.GetProperty("code").GetString()!], null, body);
    }

    public void Dispose() => http.Dispose();

    /// <summary>The key that verifies results, asked for once. Taken on trust here: the simulator started this verifier or was told its address.</summary>
    private async Task<VerificationKey> ReadKeyAsync(CancellationToken cancellation)
    {
        if (_key is null)
        {
            using JsonDocument discovery = ParseJson(await GetAsync("/.well-known/veraison/verification", cancellation));
            _key = ResultReader.ReadKey(discovery.RootElement);
        }
        return _key;
    }

    /// <summary>The stored appraisal; null where the verifier shows it to its operators only.</summary>
    private async Task<string?> GetAppraisalAsync(string path, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Get, new Uri(http.BaseAddress!, path), null, null, cancellation);
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return null;
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadAsStringAsync(cancellation)
            : throw new VerifierUnavailableException($"{path} answers HTTP {(int)answer.StatusCode}");
    }

    private async Task<string> GetAsync(string path, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Get, new Uri(http.BaseAddress!, path), null, null, cancellation);
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadAsStringAsync(cancellation)
            : throw new VerifierUnavailableException($"{path} answers HTTP {(int)answer.StatusCode}");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, byte[]? body, string? mediaType, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType!) } };
        try
        {
            return await http.SendAsync(request, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new VerifierUnavailableException($"{address.GetLeftPart(UriPartial.Authority)} cannot be reached: {e.Message}", e);
        }
        catch (TaskCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new VerifierUnavailableException($"{address.GetLeftPart(UriPartial.Authority)} does not answer", e);
        }
    }

    /// <summary>RFC 9457 problem document; its member "code" is the reason.</summary>
    private static VerifierAnswer Refusal(HttpStatusCode status, string body) => ProblemIn(body) is { } problem && (int)status < 500
        ? new VerifierAnswer((int)status, VerifierAnswer.Refused, [problem.Code], null, body)
        : throw new VerifierUnavailableException($"HTTP {(int)status}: {(body.Length == 0 ? "empty answer" : ProblemIn(body)?.Code ?? "no problem document")}");

    private static (string Code, string Detail)? ProblemIn(string body)
    {
        try
        {
            using JsonDocument problem = JsonDocument.Parse(body);
            return problem.RootElement.ValueKind == JsonValueKind.Object && problem.RootElement.TryGetProperty("code", out JsonElement code)
                ? (code.GetString()!, problem.RootElement.TryGetProperty("detail", out JsonElement detail) ? detail.GetString()! : "")
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonDocument ParseJson(string body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            throw new VerifierUnavailableException("the answer is not JSON", e);
        }
    }
}
