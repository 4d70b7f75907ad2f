using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.SystemTests.Verifier.Nodes;

namespace Attestation.SystemTests.Cluster.Fleet;

/// <summary>
/// Thousands of nodes against the real verifier, the real API server and one gate: each enrols, attests, asks for its certificate, registers, and reports its
/// status once. The nodes' TPMs and kubelets are software in this process.
/// </summary>
public static class FleetRun
{
    /// <summary>Requests under way at a time: the API server of 1.20 lets 200 changes in at once, and this machine has few cores.</summary>
    private const int AtOnce = 8;

    private const int FloorRequests = 300, PacedRequests = 100;

    /// <summary>Between two requests of the calm measurement: many more than a cluster sees, and few enough that none waits for another.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private static readonly ParallelOptions Some = new() { MaxDegreeOfParallelism = AtOnce };

    /// <param name="cluster">Servers that nobody else uses.</param>
    /// <param name="count">Nodes.</param>
    /// <param name="say">Told of every stage.</param>
    public static async Task<FleetFigures> RunAsync(KubeCluster cluster, int count, Action<string> say)
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartWithPolicyAsync("\"intervalSeconds\": 3600", "--ear-ttl", "7200", "--max-sessions", "100000");
        AttestedNode[] nodes = await EnrolAsync(site, count, say);
        BootstrapToken token = await cluster.NewBootstrapTokenAsync(life: TimeSpan.FromHours(2));
        using KubeClient kubelets = await cluster.AccessAsync(token);

        (Latencies floor, Latencies calmFloor) = await FloorAsync(cluster, kubelets, nodes);
        say($"approving whatever comes: {floor}; one after the other: {calmFloor}");
        await cluster.ClearAsync();

        using var file = new GateFile(cluster, site, "csr: {enabled: true, bootstrapTokens: any}", "ladder: {enabled: true, patchesPerSecond: 500}");
        var loading = Stopwatch.StartNew();
        await using GateProcess gate = await GateProcess.StartAsync(file);
        loading.Stop();
        say($"the gate knows {count} verdicts after {loading.Elapsed.TotalSeconds:F1} s");

        (Latencies decided, double rate) = await RequestsAsync(cluster, kubelets, nodes);
        say($"the gate, all at once: {decided}, {rate:F0} requests per second");
        Latencies calm = await CalmAsync(cluster, kubelets, nodes, null);
        say($"the gate, one after the other: {calm}");

        long? before = await WatchBytesAsync(gate);
        TimeSpan labelled = await RegisterAsync(cluster, nodes);
        long? afterLabels = await WatchBytesAsync(gate);
        say($"{count} nodes registered and labelled after {labelled.TotalSeconds:F1} s");

        TimeSpan worked = ProcessFigures.Of(gate.ProcessId).Processor;
        await HeartbeatAsync(cluster, nodes);
        await Task.Delay(2000);
        long? afterBeats = await WatchBytesAsync(gate);
        ProcessFigures end = ProcessFigures.Of(gate.ProcessId);
        return new FleetFigures(count, loading.Elapsed, floor, decided, rate, calmFloor, calm, labelled, afterLabels - before, afterBeats - afterLabels,
            end.Processor - worked, end.ResidentBytes, end.PeakBytes, end.Processor);
    }

    private static async Task<AttestedNode[]> EnrolAsync(AttestationSite site, int count, Action<string> say)
    {
        var nodes = new AttestedNode[count];
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, count, Some, async (i, _) => nodes[i] = await site.EnrolAsync($"worker-{i}", SoftwareTpm.WithCurveKey()));
        say($"{count} nodes enrolled, {count / watch.Elapsed.TotalSeconds:F0} per second");
        watch.Restart();
        await Parallel.ForEachAsync(nodes, Some, async (node, _) => await node.AttestGoodAsync());
        say($"{count} nodes attested, {count / watch.Elapsed.TotalSeconds:F0} per second");
        return nodes;
    }

    private static async Task<(Latencies AtOnce, Latencies Calm)> FloorAsync(KubeCluster cluster, KubeClient kubelets, AttestedNode[] nodes)
    {
        await using RequestWatch watch = await RequestWatch.StartAsync(cluster, request => ApproveAsync(cluster, request));
        ConcurrentDictionary<string, long> posted = await PostAsync(kubelets, [.. nodes.Take(FloorRequests)]);
        await watch.UntilAsync(posted.Count, Patience);
        return (Of(posted, watch), await CalmAsync(cluster, kubelets, nodes, watch));
    }

    /// <summary>Requests with a pause between them: what one node sees on an ordinary day.</summary>
    /// <param name="approving">A watch that is there already; null makes one.</param>
    private static async Task<Latencies> CalmAsync(KubeCluster cluster, KubeClient kubelets, AttestedNode[] nodes, RequestWatch? approving)
    {
        await using RequestWatch? own = approving is null ? await RequestWatch.StartAsync(cluster) : null;
        RequestWatch watch = approving ?? own!;
        int before = watch.Decided.Count;
        var posted = new ConcurrentDictionary<string, long>();
        foreach (AttestedNode node in nodes.Take(PacedRequests))
        {
            string name = await kubelets.AskForClientAsync(node.Key.ClientRequest(node.Name));
            posted[name] = Stopwatch.GetTimestamp();
            await Task.Delay(Pace);
        }
        await watch.UntilAsync(before + posted.Count, Patience);
        return Of(posted, watch);
    }

    private static async Task<(Latencies Times, double Rate)> RequestsAsync(KubeCluster cluster, KubeClient kubelets, AttestedNode[] nodes)
    {
        await using RequestWatch watch = await RequestWatch.StartAsync(cluster);
        var all = Stopwatch.StartNew();
        ConcurrentDictionary<string, long> posted = await PostAsync(kubelets, nodes);
        await watch.UntilAsync(posted.Count, Patience);
        all.Stop();
        Assert.Empty(watch.Denied);
        return (Of(posted, watch), posted.Count / all.Elapsed.TotalSeconds);
    }

    private static async Task<ConcurrentDictionary<string, long>> PostAsync(KubeClient kubelets, AttestedNode[] nodes)
    {
        var posted = new ConcurrentDictionary<string, long>();
        await Parallel.ForEachAsync(nodes, Some, async (node, cancel) =>
        {
            string name = await kubelets.AskForClientAsync(node.Key.ClientRequest(node.Name));
            posted[name] = Stopwatch.GetTimestamp();
        });
        return posted;
    }

    /// <summary>A decision may be seen before the answer to the post was read: such a time is 0.</summary>
    private static Latencies Of(ConcurrentDictionary<string, long> posted, RequestWatch watch) =>
        new(posted.Select(p => Math.Max(0, Stopwatch.GetElapsedTime(p.Value, watch.Decided[p.Key]).TotalMilliseconds)));

    private static async Task ApproveAsync(KubeCluster cluster, JsonElement request)
    {
        var approved = (JsonObject)JsonNode.Parse(request.GetRawText())!;
        approved["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Approved", ["status"] = "True", ["reason"] = "Whatever", ["message"] = "everything is approved" }),
        };
        string name = request.GetProperty("metadata").GetProperty("name").GetString()!;
        _ = (await cluster.Admin.PutAsync($"{CertificateRequests.Path}/{name}/approval", approved)).Document;
    }

    private static async Task<TimeSpan> RegisterAsync(KubeCluster cluster, AttestedNode[] nodes)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(nodes, Some, async (node, cancel) => _ = (await cluster.Admin.RegisterAsync(node.Name)).Document);
        string labelled = $"{KubeNodes.Path}?limit=1&labelSelector={Uri.EscapeDataString($"!{GateFile.Prefix}/verdict")}";
        for (; (await cluster.Admin.GetAsync(labelled)).Document.GetProperty("items").GetArrayLength() > 0; await Task.Delay(200))
        {
            if (watch.Elapsed > Patience)
                throw new InvalidOperationException("a node was never labelled");
        }
        return watch.Elapsed;
    }

    /// <summary>Every kubelet reports its conditions, as it does at least every five minutes.</summary>
    private static Task HeartbeatAsync(KubeCluster cluster, AttestedNode[] nodes)
    {
        string now = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var beat = new JsonObject { ["status"] = new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = "MemoryPressure", ["lastHeartbeatTime"] = now }) } };
        return Parallel.ForEachAsync(nodes, Some, async (node, cancel) =>
            _ = (await cluster.Admin.SendAsync(HttpMethod.Patch, $"{KubeNodes.Path}/{node.Name}/status", beat.DeepClone(), "application/strategic-merge-patch+json")).Document);
    }

    /// <summary>Sum of the gate's counters of watch bytes.</summary>
    private static async Task<long?> WatchBytesAsync(GateProcess gate)
    {
        string[] lines = [.. (await gate.Status.GetStringAsync("metrics")).Split('\n').Where(l => l.StartsWith("gate_watch_bytes_total", StringComparison.Ordinal))];
        return lines.Length == 0 ? null : (long)lines.Sum(l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
