using System.Globalization;
using System.Text.Json;
using Attestation.Formats.Ear;
using Xunit.Abstractions;

namespace Attestation.SystemTests.Cluster.Ladder;

/// <summary>Two gates and one Lease: the API server's audit log tells who wrote what under whose lease.</summary>
[Collection(ClusterCollection.Name)]
public sealed class LeaseTests(KubeCluster cluster, ITestOutputHelper output)
{
    [ClusterFact]
    public async Task Two_gates_that_fight_for_the_lease_never_both_act()
    {
        await cluster.ClearAsync();
        using var folder = new TemporaryFolder();
        await using var feed = new SigningFeed();
        string[] nodes = [.. Enumerable.Range(1, 20).Select(i => $"fought-{i}")];
        feed.Tell(nodes, EarStatus.Affirming, TimeSpan.FromHours(1));
        foreach (string name in nodes)
            _ = (await cluster.Admin.RegisterAsync(name)).Document;
        string account = await cluster.ApplyRightsAsync(folder.Path);
        string[] sections = [LadderWorld.Alone, "storm: {perMinute: 10000, stopShare: 100%, settle: 0}"];
        using var one = new GateFile(cluster, feed.Address, feed.TokenFile, sections) { Kubeconfig = account };
        using var two = new GateFile(cluster, feed.Address, feed.TokenFile, sections) { Kubeconfig = account };
        long start = new FileInfo(cluster["audit.log"]).Length;
        await using GateProcess first = await GateProcess.StartAsync(one);
        await using GateProcess second = await GateProcess.StartAsync(two);
        using var enough = new CancellationTokenSource();
        Task verdicts = FlipAsync(feed, nodes, enough.Token);

        for (int round = 0; round < 4; round++)
        {
            GateProcess leader = await LeaderAsync(first, second);
            leader.Pause(); // longer than the lease
            await Task.Delay(7000);
            leader.Resume();
            await Task.Delay(2500);
        }
        await enough.CancelAsync();
        await verdicts;

        (List<Write> changes, List<Write> renewals) = Writes(start);
        Assert.Equal(2, changes.Select(c => c.Replica).Distinct().Count());
        Write[] foreign = [.. changes.Where(c => renewals.LastOrDefault(r => r.Answered <= c.Asked)?.Replica is { } holder && holder != c.Replica)];
        int hands = renewals.Zip(renewals.Skip(1)).Count(pair => pair.First.Replica != pair.Second.Replica);
        output.WriteLine($"{changes.Count} patches of nodes by two replicas, the lease changed hands {hands} times, {foreign.Length} patches without the lease");
        Assert.True(hands >= 2, $"the lease changed hands {hands} times");
        Assert.Empty(foreign);
    }

    private static async Task FlipAsync(SigningFeed feed, string[] nodes, CancellationToken enough)
    {
        for (bool good = false; !enough.IsCancellationRequested; good = !good)
        {
            feed.Tell(nodes, good ? EarStatus.Affirming : EarStatus.Contraindicated, TimeSpan.FromHours(1));
            await Task.Delay(1100, CancellationToken.None); // results have whole seconds
        }
    }

    private static async Task<GateProcess> LeaderAsync(params GateProcess[] gates)
    {
        for (DateTime end = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < end; await Task.Delay(100))
        {
            foreach (GateProcess gate in gates)
            {
                if ((await gate.Status.GetStringAsync("metrics")).Contains("\ngate_leader 1\n", StringComparison.Ordinal))
                    return gate;
            }
        }
        throw new InvalidOperationException("nobody leads");
    }

    /// <summary>Patches of nodes that were made, and successful writes of the lease, each in order.</summary>
    private (List<Write> Changes, List<Write> Renewals) Writes(long start)
    {
        var changes = new List<Write>();
        var renewals = new List<Write>();
        using var file = new FileStream(cluster["audit.log"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(start, SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            JsonElement entry = JsonElement.Parse(line);
            string agent = entry.TryGetProperty("userAgent", out JsonElement a) ? a.GetString()! : "";
            if (!agent.StartsWith("attest-gate/", StringComparison.Ordinal) || !entry.TryGetProperty("objectRef", out JsonElement about) || entry.GetProperty("responseStatus").GetProperty("code").GetInt32() >= 300)
                continue;
            string verb = entry.GetProperty("verb").GetString()!, resource = about.GetProperty("resource").GetString()!;
            var write = new Write(agent, Time(entry, "requestReceivedTimestamp"), Time(entry, "stageTimestamp"));
            if (resource == "nodes" && verb == "patch")
                changes.Add(write);
            else if (resource == "leases" && verb is "update" or "create" && about.GetProperty("name").GetString() == "attest-gate")
                renewals.Add(write);
        }
        return ([.. changes.OrderBy(w => w.Asked)], [.. renewals.OrderBy(w => w.Answered)]);
    }

    private static DateTimeOffset Time(JsonElement entry, string member) => DateTimeOffset.Parse(entry.GetProperty(member).GetString()!, CultureInfo.InvariantCulture);

    private sealed record Write(string Replica, DateTimeOffset Asked, DateTimeOffset Answered);
}
