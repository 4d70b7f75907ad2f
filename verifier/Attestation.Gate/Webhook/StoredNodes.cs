using System.Globalization;
using Attestation.Gate.Kubernetes;

namespace Attestation.Gate.Webhook;

/// <summary>
/// The node as it is stored, for API servers that do not show it (CVE-2021-25735). What the watch saw last is taken where it is exactly the version that the
/// request is about to replace; otherwise the API server is asked.
/// </summary>
internal sealed class StoredNodes(ApiServer server, NodeStore watched, string prefix)
{
    /// <summary>Below the time that the API server gives the webhook.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1500);

    private readonly string owned = prefix + "/";

    /// <param name="asked">The node of the request.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Null where it is gone or cannot be read.</returns>
    public async ValueTask<ObservedNode?> FindAsync(ObservedNode asked, CancellationToken cancel)
    {
        if (asked.Version.Length > 0 && watched.Find(asked.Name) is { } seen && seen.Metadata.ResourceVersion == asked.Version)
            return Observe(seen);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(Patience);
        try
        {
            return await server.FindAsync(Resources.Nodes, asked.Name, limited.Token) is { } read ? Observe(read) : null;
        }
        catch (Exception e) when (e is ApiFailure || e is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private ObservedNode Observe(Node node) => new(node.Metadata.Name, node.Metadata.ResourceVersion ?? "", node.Spec.Unschedulable, new OwnedMarks(
        Owned(node.Metadata.Labels),
        Owned(node.Metadata.Annotations),
        [.. (node.Spec.Taints ?? []).Where(t => IsOwned(t.Key)).Select(t => new OwnedTaint(t.Key, t.Effect, t.Value ?? "", Time(t.TimeAdded)))],
        [.. (node.Status.Conditions ?? []).Where(c => IsOwned(c.Type))
            .Select(c => new OwnedCondition(c.Type, c.Status, c.Reason ?? "", c.Message ?? "", Time(c.LastTransitionTime), Time(c.LastHeartbeatTime)))]));

    private Dictionary<string, string> Owned(IReadOnlyDictionary<string, string>? all) =>
        all is null ? [] : all.Where(one => IsOwned(one.Key)).ToDictionary(StringComparer.Ordinal);

    private bool IsOwned(string key) => key.StartsWith(owned, StringComparison.Ordinal);

    /// <summary>As Kubernetes writes meta/v1 Time.</summary>
    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
