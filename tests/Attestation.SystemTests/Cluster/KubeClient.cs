using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Cluster;

/// <summary>Somebody's plain HTTP access to the API server: an administrator's, a bootstrapping kubelet's, a node's.</summary>
internal sealed class KubeClient : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="address">Of the API server.</param>
    /// <param name="authority">Its certificate authority.</param>
    /// <param name="token">Bearer token, or null.</param>
    /// <param name="certificate">Client certificate with its key, or null.</param>
    /// <param name="impersonated">User name and groups that an administrator speaks for, or none.</param>
    public KubeClient(Uri address, X509Certificate2 authority, string? token, X509Certificate2? certificate = null, params string[] impersonated)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(authority);
        if (certificate is not null)
            handler.SslOptions.ClientCertificates = [certificate];
        _http = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        if (token is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (impersonated is [{ } user, .. { } groups])
        {
            _http.DefaultRequestHeaders.Add("Impersonate-User", user);
            _http.DefaultRequestHeaders.Add("Impersonate-Group", groups);
        }
    }

    public Task<KubeAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<KubeAnswer> PostAsync(string path, JsonNode body) => SendAsync(HttpMethod.Post, path, body);

    public Task<KubeAnswer> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, body);

    /// <summary>A JSON merge patch, RFC 7386.</summary>
    public Task<KubeAnswer> PatchAsync(string path, JsonNode body) => SendAsync(HttpMethod.Patch, path, body, "application/merge-patch+json");

    public Task<KubeAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public async Task<KubeAnswer> SendAsync(HttpMethod method, string path, JsonNode? body = null, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, mediaType);
        using HttpResponseMessage answer = await _http.SendAsync(request);
        return new KubeAnswer(answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Reads an object again and again until it is as wanted.</summary>
    /// <param name="what">For the message when it never is.</param>
    public async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> wanted, string what, int seconds = 150)
    {
        KubeAnswer last = await GetAsync(path);
        for (DateTime end = DateTime.UtcNow.AddSeconds(seconds); DateTime.UtcNow < end; last = await GetAsync(path))
        {
            if (last.IsGood && wanted(JsonElement.Parse(last.Text)))
                return last.Document;
            await Task.Delay(100);
        }
        throw new InvalidOperationException($"{path} never was {what}: {(int)last.Status} {last.Text}{GateProcess.Tails()}");
    }

    public void Dispose() => _http.Dispose();
}
