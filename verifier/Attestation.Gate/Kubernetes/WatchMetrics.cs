using System.Diagnostics.Metrics;
using Attestation.Gate.Metrics;

namespace Attestation.Gate.Kubernetes;

/// <summary>What watches cost, by kind of object.</summary>
public sealed class WatchMetrics(GateMetrics metrics)
{
    private readonly Counter<long> _bytes = metrics.Meter.CreateCounter<long>("watch", "By", "Bytes of watch lines read.");
    private readonly Counter<long> _lists = metrics.Counter("watch_lists", "Lists: more than one each means that the server forgot where a watch stood.");
    private readonly Counter<long> _interruptions = metrics.Counter("watch_interruptions", "Watches that ended otherwise than in order.");

    public void Read(string path, int bytes) => _bytes.Add(bytes, Label(path));

    public void Listed(string path) => _lists.Add(1, Label(path));

    public void Interrupted(string path) => _interruptions.Add(1, Label(path));

    /// <summary>The kind: the last part of a collection's path.</summary>
    private static KeyValuePair<string, object?> Label(string path) => new("resource", path[(path.LastIndexOf('/') + 1)..]);
}
