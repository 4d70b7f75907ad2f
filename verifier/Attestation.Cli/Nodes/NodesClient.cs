using System.Text.Json.Nodes;
using Attestation.Cli.Verifiers;

namespace Attestation.Cli.Nodes;

/// <summary>Asks a verifier about its nodes; failures are those of <see cref="VerifierConnection"/>.</summary>
internal sealed class NodesClient(VerifierConnection verifier) : IDisposable
{
    private const int PageSize = 1000;
    private static readonly TimeSpan Patience = VerifierConnection.Patience;

    public Uri Root => verifier.Root;

    /// <summary>The verifier's clock.</summary>
    public DateTimeOffset Now => verifier.Now;

    /// <summary>Every node that is or was enrolled.</summary>
    public async Task<IReadOnlyList<NodeLine>> ListAsync(CancellationToken cancellation)
    {
        var nodes = new List<NodeLine>();
        string? next = $"api/v1/nodes?limit={PageSize}";
        while (next is not null)
        {
            JsonObject page = await verifier.AskAsync(HttpMethod.Get, next, null, Patience, cancellation);
            nodes.AddRange(page.Objects("nodes").Select(NodeLine.OfNode));
            next = page.Text("next")?.TrimStart('/');
        }
        return nodes;
    }

    /// <summary>What changed behind a position.</summary>
    /// <param name="position">Null for everything.</param>
    /// <param name="wait">Seconds to wait for a change.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Null where the verifier no longer knows the position.</returns>
    public async Task<FeedStretch?> VerdictsAsync(FeedStretch? position, int wait, CancellationToken cancellation)
    {
        string from = position is null ? "after=0" : $"after={position.Sequence}&store={Uri.EscapeDataString(position.Store)}";
        try
        {
            JsonObject answer = await verifier.AskAsync(HttpMethod.Get, $"api/v1/verdicts?{from}&wait={wait}&limit={PageSize}", null, Patience + TimeSpan.FromSeconds(wait), cancellation);
            return new FeedStretch(answer.Required("store"), answer.Number("sequence"), [.. answer.Objects("verdicts").Select(NodeLine.OfVerdict)]);
        }
        catch (CliFailure gone) when (gone.Code is "feed.store" or "feed.sequence")
        {
            return null;
        }
    }

    public Task<JsonObject> ShowAsync(string key, CancellationToken cancellation) => verifier.AskAsync(HttpMethod.Get, Address(key), null, Patience, cancellation);

    public Task<JsonObject> RevokeAsync(string key, string reason, CancellationToken cancellation) =>
        verifier.AskAsync(HttpMethod.Post, Address(key) + "/revocation", new JsonObject { ["reason"] = reason }, Patience, cancellation);

    public Task<JsonObject> RestoreAsync(string key, CancellationToken cancellation) =>
        verifier.AskAsync(HttpMethod.Delete, Address(key) + "/revocation", null, Patience, cancellation);

    public void Dispose() => verifier.Dispose();

    private static string Address(string key) => $"api/v1/nodes/{Uri.EscapeDataString(key)}";
}
