using System.Diagnostics.Metrics;
using Attestation.Gate.Metrics;

namespace Attestation.Gate.Taints;

/// <summary>What the ladder counts. Gauges are of the leader; a replica that does not act shows none.</summary>
public sealed class LadderMetrics
{
    private readonly Counter<long> _falls, _patches, _evictions;
    private readonly Histogram<double> _reconcile;

    public LadderMetrics(GateMetrics metrics)
    {
        _falls = metrics.Counter("falls", "Nodes that fell: NoExecute, or a drain.");
        _patches = metrics.Counter("node_patches", "Patches of nodes, by outcome.");
        _evictions = metrics.Counter("evictions", "Evictions of pods asked for by drains, by outcome.");
        _reconcile = metrics.Seconds("reconcile", "From the news about a node to the change of its object.", 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300);
        metrics.Gauges("rung_nodes", "Nodes by rung.", () => Rungs?.Invoke() ?? []);
        metrics.Gauge("held_nodes", "Bad nodes that do not fall yet.", () => Held?.Invoke() ?? 0);
        metrics.Gauge("storm_stopped", "1 while a storm stops all falls.", () => IsStopped ? 1 : 0);
        metrics.Gauge("nodes_waiting", "Nodes that wait for a worker.", () => Waiting?.Invoke() ?? 0);
    }

    internal Func<IEnumerable<Measurement<double>>>? Rungs { get; set; }

    internal Func<double>? Held { get; set; }

    internal Func<double>? Waiting { get; set; }

    internal bool IsStopped { get; set; }

    internal void Fell(bool byOperator) => _falls.Add(1, new KeyValuePair<string, object?>("cause", byOperator ? "revoked" : "verdict"));

    internal void Patched(string outcome) => _patches.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Evicted(string outcome) => _evictions.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Reconciled(TimeSpan time) => _reconcile.Record(time.TotalSeconds);
}
