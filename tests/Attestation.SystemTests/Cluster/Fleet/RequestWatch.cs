using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Attestation.SystemTests.Cluster.Fleet;

/// <summary>Watches certificate requests and notes, on this process's clock, when each was seen first and when it was approved or denied.</summary>
internal sealed class RequestWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _http;
    private readonly Task _reading;
    private readonly Func<JsonElement, Task>? _onNew;

    private RequestWatch(HttpClient http, string version, Func<JsonElement, Task>? onNew)
    {
        (_http, _onNew) = (http, onNew);
        _reading = Task.Run(() => ReadAsync(version));
    }

    /// <summary>Name of the request and the instant (Stopwatch ticks) at which its decision came.</summary>
    public ConcurrentDictionary<string, long> Decided { get; } = [];

    /// <summary>Names of those that were denied.</summary>
    public ConcurrentBag<string> Denied { get; } = [];

    /// <param name="onNew">Called for every new request, without waiting for its end.</param>
    public static async Task<RequestWatch> StartAsync(KubeCluster cluster, Func<JsonElement, Task>? onNew = null)
    {
        string version = (await cluster.Admin.GetAsync(CertificateRequests.Path + "?limit=1")).Document.GetProperty("metadata").GetProperty("resourceVersion").GetString()!;
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(cluster.Authority);
        var http = new HttpClient(handler) { BaseAddress = cluster.Address, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(cluster["admin.token"])).Trim());
        return new RequestWatch(http, version, onNew);
    }

    /// <summary>Waits until so many are decided.</summary>
    public async Task UntilAsync(int count, TimeSpan patience)
    {
        for (long start = Stopwatch.GetTimestamp(); Decided.Count < count; await Task.Delay(50))
        {
            if (Stopwatch.GetElapsedTime(start) > patience)
                throw new InvalidOperationException($"{Decided.Count} of {count} requests were decided in {patience}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading;
        _http.Dispose();
        _end.Dispose();
    }

    private async Task ReadAsync(string version)
    {
        try
        {
            await using Stream stream = await _http.GetStreamAsync($"{CertificateRequests.Path}?watch=1&timeoutSeconds=3600&resourceVersion={version}", _end.Token);
            using var lines = new StreamReader(stream);
            while (await lines.ReadLineAsync(_end.Token) is { } line)
                Take(JsonElement.Parse(line), Stopwatch.GetTimestamp());
        }
        catch (OperationCanceledException)
        {
            // the end
        }
    }

    private void Take(JsonElement change, long now)
    {
        JsonElement request = change.GetProperty("object");
        string name = request.GetProperty("metadata").GetProperty("name").GetString()!;
        if (CertificateRequests.Of(request) is { } decision)
        {
            if (Decided.TryAdd(name, now) && decision.Type == "Denied")
                Denied.Add(name);
        }
        else if (change.GetProperty("type").GetString() == "ADDED" && _onNew is not null)
        {
            _ = _onNew(request);
        }
    }
}
