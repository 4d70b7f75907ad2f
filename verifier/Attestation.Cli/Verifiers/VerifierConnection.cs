using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.Cli.Verifiers;

/// <summary>
/// The way to a verifier. What the service or the way to it fails at ends with <see cref="ExitCodes.Failed"/>, and may be tried again; what the user must
/// change with <see cref="ExitCodes.Usage"/>.
/// </summary>
internal sealed class VerifierConnection : IDisposable
{
    private const int MaxAnswer = 16 << 20;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client;
    private TimeSpan _skew;

    public VerifierConnection(Uri root, string? token, string? caFile)
    {
        Root = root;
        _client = new HttpClient(Handler(caFile)) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxAnswer };
        if (token is not null)
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Uri Root { get; }

    /// <summary>The verifier's clock, by which verdicts expire; this machine's where the two agree within two seconds.</summary>
    public DateTimeOffset Now => DateTimeOffset.UtcNow + _skew;

    public void Dispose() => _client.Dispose();

    /// <param name="method">GET, POST or DELETE.</param>
    /// <param name="address">Below the root.</param>
    /// <param name="body">JSON; null for none.</param>
    /// <param name="patience">How long an answer may take.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="CliFailure">No answer, or one that is no success.</exception>
    public async Task<JsonObject> AskAsync(HttpMethod method, string address, JsonObject? body, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        using var request = new HttpRequestMessage(method, new Uri(Root, address));
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString())) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, limit.Token);
            Set(response.Headers.Date);
            return Read(response.StatusCode, await response.Content.ReadAsStringAsync(limit.Token));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            string why = e is OperationCanceledException ? $"no answer within {patience.TotalSeconds:0} seconds" : (e.InnerException ?? e).Message;
            throw CliFailure.Failed($"{Root} did not answer: {why}", "Check the URL (--verifier, ATTEST_VERIFIER) and that the verifier runs.");
        }
    }

    private void Set(DateTimeOffset? date)
    {
        if (date is { } theirs)
            _skew = (theirs - DateTimeOffset.UtcNow) is var skew && skew.Duration() > TimeSpan.FromSeconds(2) ? skew : TimeSpan.Zero;
    }

    private JsonObject Read(HttpStatusCode status, string body)
    {
        JsonObject answer = Parse(body);
        if (status is HttpStatusCode.OK)
            return answer;
        string title = answer["title"]?.ToString() ?? $"status {(int)status}";
        string? code = answer["code"]?.ToString();
        throw status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                CliFailure.Usage($"{Root} does not answer this request: {title}", "Give the verifier's --api-token-file with --token-file or ATTEST_TOKEN_FILE.", code),
            HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.Gone => CliFailure.Usage($"{Root}: {title}", answer["remedy"]?.ToString() ?? "", code),
            _ => CliFailure.Failed($"{Root} answered {(int)status}: {title}", answer["remedy"]?.ToString() ?? ""),
        };
    }

    private JsonObject Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw CliFailure.Failed($"{Root} did not answer with a JSON object", "Is it an attest-verifier?");
        }
        catch (JsonException)
        {
            throw CliFailure.Failed($"{Root} did not answer with JSON", "Is it an attest-verifier?");
        }
    }

    /// <summary>Trusts the machine's authorities, or only those of a file.</summary>
    private static SocketsHttpHandler Handler(string? caFile)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) };
        if (caFile is null)
            return handler;
        try
        {
            var chain = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            chain.CustomTrustStore.ImportFromPemFile(caFile);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = chain };
            return handler;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw CliFailure.Usage($"{caFile} holds no authorities: {e.Message}", "--ca-file takes certificates in PEM.");
        }
    }
}
