using System.Text.Json.Nodes;
using Attestation.Gate.Kubernetes;

namespace Attestation.Gate.Taints;

/// <summary>What stands on the storm's lease.</summary>
/// <param name="Since">When falls were stopped; null where there is no storm.</param>
/// <param name="IsAcknowledged">An operator said that these nodes are to fall.</param>
public sealed record StormRecord(DateTimeOffset? Since, bool IsAcknowledged)
{
    public static StormRecord None { get; } = new(null, false);
}

/// <summary>
/// The Lease NAME-storm in the gate's namespace: annotation PREFIX/storm-since set by the gate, PREFIX/storm-acknowledged by an operator. It is a Lease
/// because the gate may write those anyway, and its own because the election replaces the other one every few seconds.
/// </summary>
public sealed class StormLease(ApiServer server, string @namespace, string name, string prefix)
{
    private readonly Resource<Lease> _leases = Resources.Leases(@namespace);
    private readonly string _since = prefix + "/storm-since", _acknowledged = prefix + "/storm-acknowledged";

    /// <summary>Of the election's lease named NAME.</summary>
    public static string NameOf(string election) => election + "-storm";

    public string Name => name;

    public EventSubject Subject => EventSubject.Lease(@namespace, name, null);

    public async Task<StormRecord> ReadAsync(CancellationToken cancel)
    {
        IReadOnlyDictionary<string, string>? annotations = (await server.FindAsync(_leases, name, cancel))?.Metadata.Annotations;
        DateTimeOffset? since = Instants.TryRead(annotations?.GetValueOrDefault(_since), out DateTimeOffset at) ? at : null;
        return new StormRecord(since, since is not null && annotations!.ContainsKey(_acknowledged));
    }

    public Task WriteAsync(StormRecord record, CancellationToken cancel) => PatchAsync(new JsonObject
    {
        [_since] = record.Since is { } since ? Instants.Text(since) : null,
        [_acknowledged] = record.IsAcknowledged ? "true" : null,
    }, cancel);

    /// <summary>Of whatever storm stands there.</summary>
    public Task AcknowledgeAsync(CancellationToken cancel) => PatchAsync(new JsonObject { [_acknowledged] = "true" }, cancel);

    private async Task PatchAsync(JsonObject annotations, CancellationToken cancel)
    {
        var metadata = new JsonObject { ["annotations"] = annotations };
        try
        {
            await server.PatchAsync(_leases, name, "", new JsonObject { ["metadata"] = metadata }, "merge-patch+json", cancel);
        }
        catch (ApiFailure failure) when (failure.IsNotFound)
        {
            var set = annotations.Where(a => a.Value is not null).ToDictionary(a => a.Key, a => a.Value!.GetValue<string>());
            await server.CreateAsync(_leases, new Lease { Metadata = new ObjectMeta { Name = name, Namespace = @namespace, Annotations = set } }, cancel);
        }
    }
}
