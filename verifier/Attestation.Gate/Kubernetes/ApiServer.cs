using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Attestation.Gate.Kubernetes;

/// <summary>
/// The API server: get, list, create, replace, patch, delete and the raw lines of a watch. Every refusal is an <see cref="ApiFailure"/>. Bodies of
/// answers are bounded; a request takes at most <see cref="RequestTimeout"/>, a watch as long as the server lets it.
/// </summary>
public sealed class ApiServer : IDisposable
{
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Largest answer that is read, bytes: a page of 500 nodes has about 5 MiB.</summary>
    private const int MaxAnswer = 64 << 20;

    /// <summary>Kubernetes API, "Receiving resources as Tables" and its sibling: any object without its content.</summary>
    private const string MetadataOnly = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    private readonly HttpClient http;
    private readonly ApiCredentials credentials;

    /// <param name="credentials">Where it is and who asks.</param>
    /// <param name="replica">Which of several replicas asks: the comment of the user agent, so that the server's audit log tells them apart.</param>
    public ApiServer(ApiCredentials credentials, ReplicaIdentity? replica = null)
    {
        this.credentials = credentials;
        http = new HttpClient(credentials.Handler(), disposeHandler: true) { BaseAddress = credentials.Server, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("attest-gate", ProgramVersion.Text.Split('+')[0]));
        if (replica is not null)
            http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue($"({replica.Name})"));
    }

    /// <summary>By how much the server's clock differed from this machine's in its last answer; null before the first.</summary>
    public TimeSpan? ClockDifference { get; private set; }

    /// <summary>Reads one object; null where there is none of this name.</summary>
    public async Task<T?> FindAsync<T>(Resource<T> resource, string name, CancellationToken cancel) where T : class, IKubernetesObject
    {
        try
        {
            return await SendAsync(HttpMethod.Get, $"{resource.Path}/{Uri.EscapeDataString(name)}", null, resource.One, cancel);
        }
        catch (ApiFailure failure) when (failure.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>All objects, page by page, and the version from which a watch goes on.</summary>
    public async Task<(List<T> Items, string Version)> ListAsync<T>(Resource<T> resource, CancellationToken cancel) where T : IKubernetesObject
    {
        var items = new List<T>();
        string? next = null;
        ObjectList<T> page;
        do
        {
            string query = next is null ? "limit=500" : $"limit=500&continue={Uri.EscapeDataString(next)}";
            page = await SendAsync(HttpMethod.Get, $"{resource.Path}?{query}", null, resource.List!, cancel);
            items.AddRange(page.Items);
            next = page.Metadata.Continue;
        }
        while (!string.IsNullOrEmpty(next));
        return (items, page.Metadata.ResourceVersion ?? "");
    }

    public Task<T> CreateAsync<T>(Resource<T> resource, T value, CancellationToken cancel) where T : IKubernetesObject =>
        SendAsync(HttpMethod.Post, resource.Path, Json(JsonSerializer.SerializeToUtf8Bytes(value, resource.One), "application/json"), resource.One, cancel);

    /// <summary>Replaces an object; 409 where its resourceVersion is not the current one.</summary>
    /// <param name="subresource">approval, status, or empty.</param>
    public Task<T> ReplaceAsync<T>(Resource<T> resource, T value, string subresource, CancellationToken cancel) where T : IKubernetesObject =>
        SendAsync(HttpMethod.Put, PathOf(resource, value.Metadata.Name, subresource), Json(JsonSerializer.SerializeToUtf8Bytes(value, resource.One), "application/json"), resource.One, cancel);

    /// <summary>Changes an object by a patch of the given type (strategic-merge-patch+json, merge-patch+json, json-patch+json).</summary>
    public Task<T> PatchAsync<T>(Resource<T> resource, string name, string subresource, JsonNode patch, string type, CancellationToken cancel) where T : IKubernetesObject =>
        SendAsync(HttpMethod.Patch, PathOf(resource, name, subresource), Json(Encoding.UTF8.GetBytes(patch.ToJsonString()), "application/" + type), resource.One, cancel);

    /// <summary>Posts a document that is not read back as a typed object: events, evictions, secrets.</summary>
    public async Task<JsonObject> PostAsync(string path, JsonObject body, CancellationToken cancel) =>
        await SendAsync(HttpMethod.Post, path, Json(Encoding.UTF8.GetBytes(body.ToJsonString()), "application/json"), KubernetesJson.Default.JsonObject, cancel);

    /// <summary>Reads a document that has no type here.</summary>
    public async Task<JsonObject> GetAsync(string path, CancellationToken cancel) => await SendAsync(HttpMethod.Get, path, null, KubernetesJson.Default.JsonObject, cancel);

    /// <summary>Any other request with a document, for the few kinds that are written and never read.</summary>
    public async Task<JsonObject> RequestAsync(HttpMethod method, string path, JsonNode? body, string type, CancellationToken cancel) =>
        await SendAsync(method, path, body is null ? null : Json(Encoding.UTF8.GetBytes(body.ToJsonString()), type), KubernetesJson.Default.JsonObject, cancel);

    /// <summary>Creates an object that holds a secret: the document is written as it is, and the server is asked to answer with metadata only.</summary>
    /// <param name="path">Collection.</param>
    /// <param name="body">JSON. The caller wipes it.</param>
    /// <returns>The new object's uid.</returns>
    internal async Task<string?> CreateUnreadAsync(string path, byte[] body, CancellationToken cancel)
    {
        using ByteArrayContent content = Json(body, "application/json");
        JsonObject answer = await SendAsync(HttpMethod.Post, path, content, KubernetesJson.Default.JsonObject, cancel, MetadataOnly);
        return answer["metadata"]?["uid"]?.GetValue<string>();
    }

    /// <summary>Opens a watch. The caller reads lines until the stream ends.</summary>
    internal async Task<HttpResponseMessage> WatchAsync(string path, string version, TimeSpan length, CancellationToken cancel)
    {
        string query = $"watch=1&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(version)}&timeoutSeconds={(int)length.TotalSeconds}";
        return await OpenAsync(HttpMethod.Get, $"{path}?{query}", null, RequestTimeout, cancel);
    }

    public void Dispose() => http.Dispose();

    private static string PathOf<T>(Resource<T> resource, string name, string subresource) where T : IKubernetesObject
    {
        string path = $"{resource.Path}/{Uri.EscapeDataString(name)}";
        return subresource.Length == 0 ? path : $"{path}/{subresource}";
    }

    private static ByteArrayContent Json(byte[] body, string type) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancel, string? accept = null)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(RequestTimeout);
        using HttpResponseMessage answer = await OpenAsync(method, path, body, RequestTimeout, cancel, accept);
        try
        {
            byte[] bytes = await BoundedBody.ReadAsync(answer.Content, MaxAnswer, limited.Token);
            return JsonSerializer.Deserialize(bytes, type) ?? throw new ApiFailure((int)answer.StatusCode, null, $"{method} {path}: an empty document");
        }
        catch (Exception e) when (e is JsonException or IOException or HttpRequestException || e is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            throw new ApiFailure(0, null, $"{method} {path}: {e.Message}", e);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, HttpContent? body, TimeSpan patience, CancellationToken cancel, string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        if (credentials.BearerToken() is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(patience);
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || e is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            throw new ApiFailure(0, null, $"{method} {path}: {e.Message}", e);
        }
        if (answer.Headers.Date is { } date)
            ClockDifference = date - DateTimeOffset.UtcNow;
        if (answer.IsSuccessStatusCode)
            return answer;
        using (answer)
            throw await FailureOf(answer, $"{method} {path}", limited.Token);
    }

    private static async Task<ApiFailure> FailureOf(HttpResponseMessage answer, string request, CancellationToken cancel)
    {
        int code = (int)answer.StatusCode;
        try
        {
            byte[] bytes = await BoundedBody.ReadAsync(answer.Content, 1 << 20, cancel);
            ApiStatus? status = JsonSerializer.Deserialize(bytes, KubernetesJson.Default.ApiStatus);
            return new ApiFailure(code, status?.Reason, $"{request}: {code} {status?.Reason}: {status?.Message}");
        }
        catch (Exception e) when (e is JsonException or IOException or HttpRequestException or OperationCanceledException)
        {
            return new ApiFailure(code, null, $"{request}: {code}", e);
        }
    }
}
