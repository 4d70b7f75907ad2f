using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using static Attestation.SystemTests.Verifier.Nodes.NodeRequests;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>What a gate and an operator ask about verdicts.</summary>
internal static class FeedRequests
{
    /// <summary>A stretch of the feed.</summary>
    /// <param name="verifier">Asked.</param>
    /// <param name="before">The stretch before; null for the beginning.</param>
    /// <param name="wait">Seconds.</param>
    public static Task<JsonElement> VerdictsAsync(this VerifierProcess verifier, JsonElement? before = null, int wait = 0) =>
        DocumentAsync(verifier.Client.GetAsync(Address(before, wait)));

    public static string Address(JsonElement? before, int wait = 0) => before is { } last
        ? $"api/v1/verdicts?after={last.GetProperty("sequence").GetInt64()}&store={last.GetProperty("store").GetString()}&wait={wait}"
        : $"api/v1/verdicts?after=0&wait={wait}";

    /// <summary>The one verdict of a stretch.</summary>
    public static JsonElement Only(JsonElement stretch) => Assert.Single(stretch.GetProperty("verdicts").EnumerateArray());

    public static string[] ReasonsOf(JsonElement verdict) => [.. verdict.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()!)];

    public static Task<HttpResponseMessage> RevokeAsync(this VerifierProcess verifier, string node, string reason) =>
        verifier.Client.PostAsync($"api/v1/nodes/{node}/revocation", JsonContent.Create(new JsonObject { ["reason"] = reason }));

    public static Task<HttpResponseMessage> RestoreAsync(this VerifierProcess verifier, string node) =>
        verifier.Client.DeleteAsync($"api/v1/nodes/{node}/revocation");
}
