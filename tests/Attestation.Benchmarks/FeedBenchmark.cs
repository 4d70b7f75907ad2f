using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Verifier;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Storage;
using Microsoft.Data.Sqlite;
using Spectre.Console;

namespace Attestation.Benchmarks;

/// <summary>
/// The feed of verdicts of 5,000 nodes over HTTP, from the whole service in this process: pages, waiting requests, and how soon they learn of a change.
/// </summary>
internal static class FeedBenchmark
{
    private const int Nodes = 5000;
    private const int Waiting = 60;
    private const int Rounds = 21;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public static void Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task RunAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("feed-benchmark");
        try
        {
            var options = new VerifierOptions { Data = Path.Combine(folder.FullName, "data"), Listen = "http://127.0.0.1:0" };
            DataFolder.Open(options.Data).Dispose();
            string[] keys = Fill(Path.Combine(options.Data, "verifier.db"));
            TextWriter log = Console.Error;
            Console.SetError(TextWriter.Null);
            await using VerifierService service = VerifierService.Build(options, TimeProvider.System);
            await service.StartAsync();
            using var client = new HttpClient { BaseAddress = new Uri(service.Url) };
            Table table = new Table { Title = new TableTitle($"Feed of verdicts, {Nodes} nodes, HTTP"), Border = TableBorder.Ascii }.AddColumn("what").AddColumn("measured").AddColumn("asked");
            await Pages(client, table);
            await Idling(client, table, keys);
            Report.Write(table);
            Console.SetError(log);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task Pages(HttpClient client, Table table)
    {
        for (int warmUp = 0; warmUp < 3; warmUp++)
            await Walk(client, []);
        var times = new List<double>();
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        long bytes = 0;
        for (int walk = 0; walk < 5; walk++)
            bytes = await Walk(client, times);
        double processor = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / times.Count;
        times.Sort();
        table.AddRow("page of 500", $"p50 {times[times.Count / 2]:F1} ms, p98 {times[times.Count * 98 / 100]:F1} ms, {processor:F0} ms of processors, reader included", "below 50 ms");
        table.AddRow("all verdicts", $"{times.Sum() / 5:F0} ms, {bytes / 1e6:F1} MB", "");
    }

    /// <summary>Reads the feed from its beginning to its end.</summary>
    /// <returns>Bytes.</returns>
    private static async Task<long> Walk(HttpClient client, List<double> times)
    {
        long after = 0, bytes = 0;
        while (true)
        {
            long start = Stopwatch.GetTimestamp();
            byte[] page = await client.GetByteArrayAsync($"api/v1/verdicts?after={after}");
            double taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            JsonElement document = JsonElement.Parse(page);
            if (document.GetProperty("verdicts").GetArrayLength() == 0)
                return bytes;
            (after, bytes) = (document.GetProperty("sequence").GetInt64(), bytes + page.Length);
            times.Add(taken);
        }
    }

    private static async Task Idling(HttpClient client, Table table, string[] keys)
    {
        var woken = new List<double>();
        double idle = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long after = await End(client);
            Task<long>[] waiting = [.. Enumerable.Range(0, Waiting).Select(_ => Wait(client, after))];
            await Task.Delay(200);
            if (round == Rounds - 1) // by then nothing is compiled any more
                idle = await ProcessorTimeOf(Idle);
            long start = Stopwatch.GetTimestamp();
            using HttpResponseMessage change = await client.PostAsync($"api/v1/nodes/{keys[round]}/revocation", JsonContent.Create(new JsonObject { ["reason"] = "measured" }));
            change.EnsureSuccessStatusCode();
            long[] ends = await Task.WhenAll(waiting);
            woken.Add(Stopwatch.GetElapsedTime(start, ends.Max()).TotalMilliseconds);
        }
        woken.Sort();
        table.AddRow($"{Waiting} requests that wait", $"{idle * 100 / Idle.TotalMilliseconds:F2} % of one processor", "nothing");
        table.AddRow($"a change, until the last of {Waiting} has it", $"median {woken[woken.Count / 2]:F0} ms, from the request that makes it", "");
    }

    private static async Task<long> End(HttpClient client)
    {
        long after = 0;
        while (true)
        {
            JsonElement page = JsonElement.Parse(await client.GetByteArrayAsync($"api/v1/verdicts?after={after}&limit=1000"));
            if (page.GetProperty("verdicts").GetArrayLength() == 0)
                return after;
            after = page.GetProperty("sequence").GetInt64();
        }
    }

    private static async Task<long> Wait(HttpClient client, long after)
    {
        byte[] page = await client.GetByteArrayAsync($"api/v1/verdicts?after={after}&wait=60");
        return JsonElement.Parse(page).GetProperty("verdicts").GetArrayLength() == 1 ? Stopwatch.GetTimestamp() : throw new InvalidOperationException("woken by nothing");
    }

    private static async Task<double> ProcessorTimeOf(TimeSpan span)
    {
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.Delay(span);
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds;
    }

    /// <summary>Nodes with a verdict each, as appraisals would store them; the results are as long as real ones.</summary>
    /// <returns>Names of their attestation keys.</returns>
    private static string[] Fill(string database)
    {
        SqliteStore.Open(database, TimeSpan.FromSeconds(5)).Dispose();
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using SqliteTransaction transaction = connection.BeginTransaction();
        string[] keys = [.. Enumerable.Range(0, Nodes).Select(i => $"000b{i:x64}")];
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        for (int i = 0; i < Nodes; i++)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"""
                INSERT INTO nodes (ak_name, ak_public, ek_name, ek_key, anchor, node_name, vendor, model, enrolled, state, version)
                VALUES ('{keys[i]}', x'01', 'ek', 'ek{i}', 'CN=Root of TPMs', 'worker-{i}', 'Example', 'Worker', {now}, 0, 1);
                INSERT INTO changes VALUES ({(now * 1000) + i});
                INSERT INTO verdicts VALUES ('{keys[i]}', {(now * 1000) + i}, 'worker-{i}', 2, '', {now}, {now + 600_000}, {now + 300_000}, 0, '{i:x32}', 'eyJ{new string('A', 1100)}');
                """;
            command.ExecuteNonQuery();
        }
        transaction.Commit();
        return keys;
    }
}
