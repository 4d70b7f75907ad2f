using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;

namespace Attestation.Gate.Verdicts;

/// <summary>The verifier's API as far as the gate uses it. Every failure is a <see cref="VerifierFailure"/>.</summary>
public sealed class VerifierClient : IDisposable
{
    /// <summary>Lines of one answer; each has at most a few KiB.</summary>
    public const int PageSize = 500;

    private const int MaxAnswer = 32 << 20;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http;
    private readonly string? _tokenFile;

    /// <exception cref="GateFailure">gate.configuration: the file of authorities cannot be read.</exception>
    public VerifierClient(VerifierSettings settings)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(10) };
        if (settings.AuthorityFile is { } file)
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trusting(file) };
        _tokenFile = settings.TokenFile;
        _http = new HttpClient(handler) { BaseAddress = new Uri(settings.Url.AbsoluteUri.TrimEnd('/') + "/"), Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("attest-gate", ProgramVersion.Text.Split('+')[0]));
    }

    /// <summary>By how much the verifier's clock differed from this machine's in its last answer; null before the first.</summary>
    public TimeSpan? ClockDifference { get; private set; }

    /// <summary>What changed since a place in the feed.</summary>
    /// <param name="after">Sequence of the last answer; 0 for everything.</param>
    /// <param name="store">Store of the last answer; null at the beginning.</param>
    /// <param name="wait">How long the verifier may hold the request where nothing changed.</param>
    /// <param name="cancel">Gives the request up.</param>
    internal Task<FeedDocument> ReadAsync(long after, string? store, TimeSpan wait, CancellationToken cancel)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"api/v1/verdicts?after={after}&wait={(int)wait.TotalSeconds}&limit={PageSize}");
        if (store is not null)
            path += $"&store={Uri.EscapeDataString(store)}";
        return GetAsync(path, FeedJson.Default.FeedDocument, wait + Grace, cancel);
    }

    internal Task<DiscoveryAnswer> DiscoverAsync(CancellationToken cancel) =>
        GetAsync(".well-known/veraison/verification", FeedJson.Default.DiscoveryAnswer, Grace, cancel);

    public void Dispose() => _http.Dispose();

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, TimeSpan patience, CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (_tokenFile is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(_tokenFile, limited.Token)).Trim());
            using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token);
            if (answer.Headers.Date is { } date)
                ClockDifference = date - DateTimeOffset.UtcNow;
            if (!answer.IsSuccessStatusCode)
                throw new VerifierFailure((int)answer.StatusCode, $"GET {path.Split('?')[0]}: status {(int)answer.StatusCode}");
            byte[] body = await BoundedBody.ReadAsync(answer.Content, MaxAnswer, limited.Token);
            return JsonSerializer.Deserialize(body, type) ?? throw new VerifierFailure(200, $"GET {path.Split('?')[0]}: an empty document");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or UnauthorizedAccessException or FormatException
            || e is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            throw new VerifierFailure(0, $"GET {path.Split('?')[0]}: {e.Message}", e);
        }
    }

    private static X509ChainPolicy Trusting(string file)
    {
        try
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(file);
            return policy.CustomTrustStore.Count > 0 ? policy : throw new GateFailure(GateReasons.Configuration, $"verifier.caFile: {file} holds no certificate");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new GateFailure(GateReasons.Configuration, $"verifier.caFile: {e.Message}", e);
        }
    }
}

/// <summary>The verifier refused, answered something unreadable, or could not be reached; <see cref="Status"/> is 0 then.</summary>
public sealed class VerifierFailure(int status, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Status => status;

    /// <summary>The place in the feed is of another database, or forgotten: begin at 0.</summary>
    public bool IsGone => status == 410;
}
