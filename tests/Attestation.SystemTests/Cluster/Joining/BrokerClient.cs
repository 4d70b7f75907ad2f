using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Cluster.Joining;

/// <summary>Asks a gate for credentials.</summary>
internal sealed class BrokerClient(Uri gate, HttpMessageHandler? handler = null)
{
    private readonly HttpClient _http = new(handler ?? new SocketsHttpHandler()) { BaseAddress = gate, Timeout = TimeSpan.FromMinutes(1) };

    public async Task<BrokerAnswer> AskAsync(JsonObject request)
    {
        using var body = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.PostAsync("join/v1/credentials", body);
        return new BrokerAnswer(answer.StatusCode, answer.Headers.RetryAfter?.Delta, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>Asks until the gate knows as much as the verifier does, which takes a moment.</summary>
    public async Task<BrokerAnswer> AskUntilAsync(JsonObject request, string code)
    {
        BrokerAnswer answer = await AskAsync(request);
        for (DateTime end = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < end && answer.Code != code; answer = await AskAsync(request))
            await Task.Delay(200);
        Assert.Equal(code, answer.Code);
        return answer;
    }
}

/// <summary>What the gate answered.</summary>
internal sealed record BrokerAnswer(HttpStatusCode Status, TimeSpan? RetryAfter, JsonElement Document)
{
    public const string Given = "given";

    /// <summary>The reason's id, or <see cref="Given"/>.</summary>
    public string Code => Status == HttpStatusCode.OK ? Given : Document.GetProperty("code").GetString()!;

    public string Jwe => Document.GetProperty("jwe").GetString()!;
}
