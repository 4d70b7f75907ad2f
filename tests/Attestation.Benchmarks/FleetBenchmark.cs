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
        Table table = new Table { Title = new TableTitle("The gate and a fleet: certificate requests, labels, reports of status"), Border = TableBorder.Ascii }
            .AddColumns("nodes", "verdicts read", "approval, floor p50/p99", "gate p50/p99", "ratio p50", "requests /s", "all labelled", "watch, labelling", "watch, one report each", "processor, reports", "memory (peak)");
        foreach (string size in (Environment.GetEnvironmentVariable("ATTESTATION_FLEET") ?? Sizes).Split(','))
        {
            var cluster = new KubeCluster();
            await cluster.InitializeAsync();
            try
            {
                Add(table, await FleetRun.RunAsync(cluster, int.Parse(size, CultureInfo.InvariantCulture), Console.Error.WriteLine));
            }
            finally
            {
                await cluster.DisposeAsync();
            }
        }
        Report.Write(table);
    }

    private static void Add(Table table, FleetFigures f) => table.AddRow(
        $"{f.Nodes}",
        $"{f.Load.TotalSeconds:F1} s",
        $"{f.Floor.Median:F0}/{f.Floor.P99:F0} ms",
        $"{f.Gate.Median:F0}/{f.Gate.P99:F0} ms",
        $"{f.Gate.Median / f.Floor.Median:F2}",
        $"{f.RequestsPerSecond:F0}",
        $"{f.Label.TotalSeconds:F0} s",
        PerNode(f.LabelWatchBytes, f.Nodes),
        PerNode(f.HeartbeatBytes, f.Nodes),
        $"{f.HeartbeatProcessor.TotalMilliseconds * 1000 / f.Nodes:F0} us a node",
        $"{f.ResidentBytes >> 20} ({f.PeakBytes >> 20}) MiB");

    private static string PerNode(long? bytes, int nodes) => bytes is { } all ? $"{all / 1024.0 / nodes:F1} KiB a node" : "not told";
}
