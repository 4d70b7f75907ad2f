using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Ear;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Line;

/// <summary>What a line asks of a verifier: endorsements in, challenges out, results checked with the verifier's key (docs/verifier-api.md).</summary>
public sealed class VerifierLink : IDisposable
{
    private const string DiscoveryPath = "/.well-known/veraison/verification";
    private const string SubmissionPath = "/endorsement-provisioning/v1/submit";
    private const string SessionPath = "/challenge-response/v1/newSession?nonceSize=32";

    private readonly HttpClient _http;

    private VerifierLink(HttpClient http, VerificationKey key) => (_http, Key) = (http, key);

    /// <summary>Signs results; pinned, or taken from the discovery document once, when the line started.</summary>
    public VerificationKey Key { get; }

    /// <param name="http">With the verifier's base address; owned by the link from here on.</param>
    /// <param name="pinned">The key that the operator trusts; null: what the verifier itself names.</param>
    /// <param name="token">Of <c>--submit-token-file</c>; null where the verifier asks for none.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FactoryException"><c>factory.verifier-unavailable</c></exception>
    public static async Task<VerifierLink> ConnectAsync(HttpClient http, VerificationKey? pinned, string? token, CancellationToken cancellation)
    {
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new VerifierLink(http, pinned ?? await DiscoverAsync(http, cancellation));
    }

    /// <summary>Hands a signed CoRIM in: a release's reference values, or devices' endorsements.</summary>
    /// <exception cref="FactoryException"><c>factory.endorsement-refused</c>, <c>factory.verifier-unavailable</c>.</exception>
    public async Task EndorseAsync(ReadOnlyMemory<byte> corim, string name, CancellationToken cancellation)
    {
        (HttpStatusCode status, string body, _) = await SendAsync(_http, HttpMethod.Post, Absolute(SubmissionPath), corim, MediaTypes.CorimSigned, cancellation);
        using JsonDocument? answer = TryJson(body);
        string? taken = Text(answer, "status");
        if (status == HttpStatusCode.OK && taken == "success")
            return;
        throw new FactoryException(LineReasons.EndorsementRefused, $"{name}: {Text(answer, "code") ?? $"HTTP {(int)status}"} {Text(answer, "detail") ?? Text(answer, "failure-reason")}".TrimEnd());
    }

    /// <exception cref="FactoryException"><c>factory.verifier-unavailable</c></exception>
    public async Task<VerifierChallenge> ChallengeAsync(CancellationToken cancellation)
    {
        (HttpStatusCode status, string body, Uri? location) = await SendAsync(_http, HttpMethod.Post, Absolute(SessionPath), null, null, cancellation);
        using JsonDocument? answer = TryJson(body);
        if (status != HttpStatusCode.Created || location is null || answer is null
            || !answer.RootElement.TryGetProperty("nonce", out JsonElement nonce) || !nonce.TryGetBytesFromBase64(out byte[]? bytes))
            throw Unavailable($"no session: {Text(answer, "code") ?? $"HTTP {(int)status}"}");
        return new VerifierChallenge(new Uri(Absolute(SessionPath), location), bytes);
    }

    /// <summary>Answers a challenge.</summary>
    /// <returns>The verdict, good or bad; whose key and nonce were checked.</returns>
    /// <exception cref="FactoryException"><c>factory.verifier-result</c>, <c>factory.attestation-refused</c> where the evidence was not even appraised,
    /// <c>factory.verifier-unavailable</c>.</exception>
    public async Task<VerifierVerdict> SubmitAsync(VerifierChallenge challenge, byte[] evidence, CancellationToken cancellation)
    {
        (HttpStatusCode status, string body, _) = await SendAsync(_http, HttpMethod.Post, challenge.Address, evidence, MediaTypes.DeviceEvidence, cancellation);
        using JsonDocument? answer = TryJson(body);
        if (Text(answer, "result") is not { } result)
            throw new FactoryException(LineReasons.AttestationRefused, Text(answer, "code") ?? $"HTTP {(int)status}");
        if (!UnverifiedEar.TryParseJwt(result, out UnverifiedEar? unverified, out ParseError error) || !unverified.Verify(Key, out EarClaims? claims, out error))
            throw new FactoryException(LineReasons.VerifierResult, error.ToString());
        return claims.Nonces.Any(own => own.Span.SequenceEqual(challenge.Nonce))
            ? new VerifierVerdict(result, claims)
            : throw new FactoryException(LineReasons.VerifierResult, "It answers another challenge.");
    }

    public void Dispose() => _http.Dispose();

    private static async Task<VerificationKey> DiscoverAsync(HttpClient http, CancellationToken cancellation)
    {
        (HttpStatusCode status, string body, _) = await SendAsync(http, HttpMethod.Get, new Uri(http.BaseAddress!, DiscoveryPath), null, null, cancellation);
        using JsonDocument? document = TryJson(body);
        return document is not null && document.RootElement.TryGetProperty("ear-verification-key", out JsonElement jwk) && Jwk.TryParse(jwk.GetRawText(), out VerificationKey key, out _)
            ? key
            : throw Unavailable($"it names no key for results, HTTP {(int)status}");
    }

    private Uri Absolute(string path) => new(_http.BaseAddress!, path);

    private static async Task<(HttpStatusCode Status, string Body, Uri? Location)> SendAsync(
        HttpClient http, HttpMethod method, Uri address, ReadOnlyMemory<byte>? body, string? mediaType, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is { } content)
            request.Content = new ReadOnlyMemoryContent(content) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType!) } };
        try
        {
            using HttpResponseMessage answer = await http.SendAsync(request, cancellation);
            string text = await answer.Content.ReadAsStringAsync(cancellation);
            return (int)answer.StatusCode < 500 ? (answer.StatusCode, text, answer.Headers.Location) : throw Unavailable($"HTTP {(int)answer.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new FactoryException(LineReasons.VerifierUnavailable, $"{address.GetLeftPart(UriPartial.Authority)}: {e.Message}", e);
        }
    }

    private static FactoryException Unavailable(string detail) => new(LineReasons.VerifierUnavailable, detail);

    private static string? Text(JsonDocument? document, string member) =>
        document is { RootElement.ValueKind: JsonValueKind.Object } && document.RootElement.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonDocument? TryJson(string body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
