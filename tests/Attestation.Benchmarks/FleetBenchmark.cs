using System.Globalization;
using Attestation.SystemTests.Cluster;
using Attestation.SystemTests.Cluster.Fleet;
using Spectre.Console;

namespace Attestation.Benchmarks;

/// <summary>
/// The gate with growing fleets against a real API server, beside the floor of the same run: what API server and etcd take where a program approves whatever
/// comes. Needs the servers of tests/cluster/build.sh. ATTESTATION_FLEET names the sizes.
/// </summary>
internal static class FleetBenchmark
{
    private const string Sizes = "500,1000,2500,5000";

    public static void Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task RunAsync()
    {
        if (!ClusterPrograms.AreThere)
        {
            Console.Error.WriteLine("fleet: not measured, tests/cluster/build.sh has not been run");
            return;
        }
        Table requests = new Table { Title = new TableTitle("Certificate requests: from creation to approval"), Border = TableBorder.Ascii }
            .AddColumns("nodes", "all at once, floor p50/p99", "gate p50/p99", "requests /s", "one by one, floor p50/p99", "gate p50/p99", "ratio p50");
        Table nodes = new Table { Title = new TableTitle("The gate's own use"), Border = TableBorder.Ascii }
            .AddColumns("nodes", "verdicts read", "all labelled", "watch, labelling", "watch, one report each", "processor, one report", "memory (peak)");
        foreach (string size in (Environment.GetEnvironmentVariable("ATTESTATION_FLEET") ?? Sizes).Split(','))
        {
            var cluster = new KubeCluster();
            await cluster.InitializeAsync();
            try
            {
                Add(requests, nodes, await FleetRun.RunAsync(cluster, int.Parse(size, CultureInfo.InvariantCulture), Console.Error.WriteLine));
            }
            finally
            {
                await cluster.DisposeAsync();
            }
        }
        Report.Write(requests);
        Report.Write(nodes);
    }

    private static void Add(Table requests, Table nodes, FleetFigures f)
    {
        requests.AddRow($"{f.Nodes}", Times(f.Floor), Times(f.Gate), $"{f.RequestsPerSecond:F0}", Times(f.CalmFloor), Times(f.Calm), $"{f.Calm.Median / f.CalmFloor.Median:F2}");
        nodes.AddRow($"{f.Nodes}", $"{f.Load.TotalSeconds:F1} s", $"{f.Label.TotalSeconds:F0} s", PerNode(f.LabelWatchBytes, f.Nodes), PerNode(f.HeartbeatBytes, f.Nodes),
            $"{f.HeartbeatProcessor.TotalMilliseconds * 1000 / f.Nodes:F0} us a node", $"{f.ResidentBytes >> 20} ({f.PeakBytes >> 20}) MiB");
    }

    private static string Times(Latencies times) => $"{times.Median:F0}/{times.P99:F0} ms";

    private static string PerNode(long? bytes, int nodes) => bytes is { } all ? $"{all / 1024.0 / nodes:F1} KiB a node" : "not told";
}
