using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Attestation.NodeAgent.Evidence;

namespace Attestation.NodeAgent.Verifiers;

/// <summary>
/// Requests to one server - the verifier, the gate, the cluster's API server: no redirects, cookies or proxies, answers of bounded size, one time limit
/// over request and answer.
/// </summary>
internal sealed class HttpChannel : IDisposable
{
    /// <summary>Besides the evidence, which a session document repeats in base64.</summary>
    private const int MostAnswer = 1 << 20;

    private readonly Uri address;
    private readonly string role;
    private readonly TimeSpan timeout;
    private readonly HttpClient http;

    public HttpChannel(VerifierOptions options)
        : this(options.Address, options.Role, options.Timeout, new ServerTrust(options).ForConnections())
    {
    }

    /// <param name="address">Paths are relative to it.</param>
    /// <param name="role">What the server is called in messages.</param>
    /// <param name="timeout">For one request with its answer.</param>
    /// <param name="tls">What makes the server the right one, and what this side shows it.</param>
    public HttpChannel(Uri address, string role, TimeSpan timeout, SslClientAuthenticationOptions tls)
    {
        (this.address, this.role, this.timeout) = (address, role, timeout);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // names may point elsewhere by then
            MaxResponseHeadersLength = 32,
            SslOptions = tls,
        };
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, DefaultRequestVersion = HttpVersion.Version11 };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("attest-agent", null));
    }

    public async Task<Answer> GetAsync(string path, CancellationToken cancellation, string? bearerToken = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        request.Headers.Authorization = bearerToken is null ? null : new AuthenticationHeaderValue("Bearer", bearerToken);
        return await SendAsync(request, MostAnswer, cancellation);
    }

    public Task<Answer> PostAsync(string path, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(address, path)), MostAnswer, cancellation);

    /// <summary>Posts a document; its bytes, which may hold a secret, are wiped.</summary>
    public async Task<Answer> PostAsync<T>(string path, T document, JsonTypeInfo<T> type, CancellationToken cancellation, string? bearerToken = null)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(document, type);
        try
        {
            var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, path)) { Content = content };
            request.Headers.Authorization = bearerToken is null ? null : new AuthenticationHeaderValue("Bearer", bearerToken);
            return await SendAsync(request, MostAnswer, cancellation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
        }
    }

    public Task<Answer> PostAsync(Uri session, NodeEvidenceDocument evidence, CancellationToken cancellation) => SendAsync(
        new HttpRequestMessage(HttpMethod.Post, session) { Content = new EvidenceContent(evidence) }, MostAnswer + evidence.Length / 3 * 4, cancellation);

    public void Dispose() => http.Dispose();

    /// <exception cref="VerifierFailure">There is no answer.</exception>
    private async Task<Answer> SendAsync(HttpRequestMessage request, long most, CancellationToken cancellation)
    {
        using (request)
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            limit.CancelAfter(timeout);
            try
            {
                using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                byte[] body = await ReadAsync(response.Content, most, limit.Token);
                return new Answer(role, response.StatusCode, body, LocationOf(request, response), RetryAfterOf(response));
            }
            catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
            {
                throw new VerifierFailure($"{Authority} does not answer within {timeout.TotalSeconds:0} s.", e);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                throw new VerifierFailure($"{Authority} cannot be reached: {(e.InnerException ?? e).Message}", e);
            }
        }
    }

    private string Authority => address.GetLeftPart(UriPartial.Authority);

    private async Task<byte[]> ReadAsync(HttpContent content, long most, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        await using Stream stream = await content.ReadAsStreamAsync(cancellation);
        var piece = new byte[64 << 10];
        for (int read; (read = await stream.ReadAsync(piece, cancellation)) > 0;)
        {
            if (body.Length + read > most)
                throw new VerifierFailure($"{Authority} answers with more than {most} bytes.");
            body.Write(piece, 0, read);
        }
        return body.ToArray();
    }

    /// <summary>A session lies at the verifier itself: evidence is sent nowhere else.</summary>
    private Uri? LocationOf(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (response.Headers.Location is not { } location)
            return null;
        var absolute = new Uri(request.RequestUri!, location);
        return absolute.GetLeftPart(UriPartial.Authority) == Authority ? absolute : null;
    }

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - DateTimeOffset.UtcNow is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero,
        _ => null,
    };
}
