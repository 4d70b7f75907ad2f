using System.Collections.Concurrent;
using System.Net;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Logging;

namespace Attestation.Verifier.Nodes;

/// <summary>
/// Fetches issuers' certificates from the addresses in other certificates (RFC 5280 section 4.2.2.1), from hosts that the operator named and no
/// others: the addresses come from whoever asks for an enrolment. What comes is a link of a chain at most, never its end.
/// </summary>
public sealed class IssuerFetcher : IDisposable
{
    private const int LargestAnswer = 64 * 1024;
    private const int MostCached = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(24);
    private static readonly TimeSpan BadFor = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _hosts;
    private readonly HttpClient _client;
    private readonly SemaphoreSlim _atOnce = new(4);
    private readonly ConcurrentDictionary<string, (byte[]? Certificate, DateTimeOffset Until)> _cache = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private readonly ILogger<IssuerFetcher> _logger;

    public IssuerFetcher(VerifierOptions options, TimeProvider clock, ILogger<IssuerFetcher> logger)
    {
        _hosts = new HashSet<string>(options.EkIssuerHosts, StringComparer.OrdinalIgnoreCase);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Patience })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = LargestAnswer,
            DefaultRequestVersion = HttpVersion.Version11,
        };
        _clock = clock;
        _logger = logger;
    }

    /// <summary>The first certificate that can be had.</summary>
    /// <param name="urls">Addresses; those of other hosts are passed over.</param>
    /// <param name="cancellation">Nobody waits any more.</param>
    /// <returns>The bytes as they came; null where there are none.</returns>
    public async Task<byte[]?> FetchAsync(IReadOnlyList<string> urls, CancellationToken cancellation)
    {
        foreach (string url in urls)
        {
            if (IsAllowed(url, out Uri? address) && await FindAsync(address!, cancellation) is { } certificate)
                return certificate;
        }
        return null;
    }

    public void Dispose()
    {
        _client.Dispose();
        _atOnce.Dispose();
    }

    /// <summary>http and https; HOST stands for the scheme's own port, HOST:PORT for that one.</summary>
    private bool IsAllowed(string url, out Uri? address) => Uri.TryCreate(url, UriKind.Absolute, out address)
        && address.Scheme is "http" or "https" && address!.UserInfo.Length == 0 && _hosts.Contains(address.Authority);

    private async Task<byte[]?> FindAsync(Uri address, CancellationToken cancellation)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        if (_cache.TryGetValue(address.AbsoluteUri, out var known) && known.Until > now)
            return known.Certificate;
        await _atOnce.WaitAsync(cancellation);
        try
        {
            byte[]? certificate = await GetAsync(address, cancellation);
            if (_cache.Count >= MostCached)
                _cache.Clear();
            _cache[address.AbsoluteUri] = (certificate, now + (certificate is null ? BadFor : GoodFor));
            return certificate;
        }
        finally
        {
            _atOnce.Release();
        }
    }

    private async Task<byte[]?> GetAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage answer = await _client.GetAsync(address, cancellation);
            byte[]? certificate = answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsByteArrayAsync(cancellation) : null;
            _logger.IssuerFetched(address.AbsoluteUri, (int)answer.StatusCode, certificate?.Length ?? 0);
            return certificate;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            _logger.IssuerNotFetched(address.AbsoluteUri, e.Message);
            return null;
        }
    }
}
