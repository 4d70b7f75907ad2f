using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Cluster.Ladder;

/// <summary>A drain through the Eviction API of a real API server, with a real disruption controller. Without kubelets pods exist, and end at once when evicted.</summary>
[Collection(ClusterCollection.Name)]
public sealed class DrainTests(KubeCluster cluster)
{
    private const string Pods = "api/v1/namespaces/drained/pods", Budgets = "apis/policy/v1beta1/namespaces/drained/poddisruptionbudgets";

    [ClusterFact]
    public async Task A_drain_evicts_what_it_may_waits_for_budgets_and_stops_when_the_node_recovers()
    {
        await cluster.ClearAsync();
        using var folder = new TemporaryFolder();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var file = new GateFile(cluster, site, LadderWorld.Alone, "ladder: {drain: true, drainDeadline: 5m, executeAfter: 10m}") { Kubeconfig = await cluster.ApplyRightsAsync(folder.Path) };
        await using GateProcess gate = await GateProcess.StartAsync(file);
        AttestedNode node = await cluster.TrustedAsync(site, "drain-1");
        await PodsAsync("drain-1");
        await BudgetAsync("guarded", minimum: 1);

        await node.AttestBadAsync();

        await cluster.Admin.UntilAsync(Pods, l => Names(l) is ["daemon", "guarded", "mirror"], "drained but for what stays");
        await cluster.EventAsync("drain-1", "DrainStarted");
        await gate.LineAsync(l => l.Contains("\"EventId\":239", StringComparison.Ordinal) && l.Contains("disruption budget", StringComparison.Ordinal), "that a budget refuses");
        JsonElement bad = await cluster.NodeAsync("drain-1");
        Assert.Equal(["NoSchedule"], bad.Effects()); // NoExecute would not ask the budget; it comes after executeAfter

        await node.AttestGoodAsync();
        await cluster.UntilAsync("drain-1", n => n.Label() == "trusted", "trusted again");
        await gate.LineAsync(l => l.Contains("\"EventId\":238", StringComparison.Ordinal) && l.Contains("cancelled", StringComparison.Ordinal), "that the drain stopped");
        await BudgetAsync("guarded", minimum: 0);
        await Task.Delay(3000);
        Assert.Contains("guarded", Names((await cluster.Admin.GetAsync(Pods)).Document));

        await node.AttestBadAsync();
        await cluster.Admin.UntilAsync(Pods, l => Names(l) is ["daemon", "mirror"], "drained");
        await cluster.EventAsync("drain-1", "DrainComplete");
    }

    [ClusterFact]
    public async Task A_drain_that_its_deadline_ends_says_which_pods_are_left_and_NoExecute_follows()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var file = new GateFile(cluster, site, LadderWorld.Alone, "ladder: {drain: true, drainDeadline: 3s, executeAfter: 5s}");
        await using GateProcess gate = await GateProcess.StartAsync(file);
        AttestedNode node = await cluster.TrustedAsync(site, "drain-2");
        await PodsAsync("drain-2");
        await BudgetAsync("guarded", minimum: 1);

        await node.AttestBadAsync();

        JsonElement told = await cluster.EventAsync("drain-2", "DrainBlocked");
        Assert.Contains("gate.drain.blocked", told.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("drained/guarded", told.GetProperty("message").GetString(), StringComparison.Ordinal);
        await cluster.UntilAsync("drain-2", n => n.IsOut(), "thrown out");
    }

    /// <summary>free and guarded are to be moved; daemon and mirror are not.</summary>
    private async Task PodsAsync(string node)
    {
        await cluster.Admin.PostAsync("api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "drained" } });
        await cluster.Admin.UntilAsync("api/v1/namespaces/drained/serviceaccounts/default", _ => true, "there");
        foreach (JsonElement old in await cluster.ItemsAsync(Pods))
            await cluster.Admin.DeleteAsync($"{Pods}/{old.GetProperty("metadata").GetProperty("name").GetString()}?gracePeriodSeconds=0");
        await cluster.Admin.PostAsync("apis/apps/v1/namespaces/drained/daemonsets", DaemonSet()); // or it is there from another test
        string uid = (await cluster.Admin.GetAsync("apis/apps/v1/namespaces/drained/daemonsets/daemons")).Document.GetProperty("metadata").GetProperty("uid").GetString()!;
        JsonObject owner = new() { ["apiVersion"] = "apps/v1", ["kind"] = "DaemonSet", ["name"] = "daemons", ["uid"] = uid, ["controller"] = true };
        JsonObject[] pods =
        [
            LadderWorld.Pod("free", node),
            LadderWorld.Pod("guarded", node, new JsonObject { ["labels"] = new JsonObject { ["app"] = "guarded" } }),
            LadderWorld.Pod("daemon", node, new JsonObject { ["ownerReferences"] = new JsonArray(owner) }),
            LadderWorld.Pod("mirror", node, new JsonObject { ["annotations"] = new JsonObject { ["kubernetes.io/config.mirror"] = "0123" } }),
        ];
        foreach (JsonObject pod in pods)
        {
            _ = (await cluster.Admin.PostAsync(Pods, pod)).Document;
            JsonArray conditions = [new JsonObject { ["type"] = "Ready", ["status"] = "True" }];
            _ = (await cluster.Admin.PatchAsync($"{Pods}/{pod["metadata"]!["name"]}/status", new JsonObject { ["status"] = new JsonObject { ["phase"] = "Running", ["conditions"] = conditions } })).Document;
        }
    }

    /// <summary>Makes the budget anew and waits until the disruption controller has counted.</summary>
    private async Task BudgetAsync(string app, int minimum)
    {
        await cluster.Admin.DeleteAsync($"{Budgets}/{app}");
        _ = (await cluster.Admin.PostAsync(Budgets, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = app },
            ["spec"] = new JsonObject
            {
                ["minAvailable"] = minimum,
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = app } },
            },
        })).Document;
        await cluster.Admin.UntilAsync($"{Budgets}/{app}", b => b.TryGetProperty("status", out JsonElement status)
            && status.TryGetProperty("observedGeneration", out _) && status.GetProperty("disruptionsAllowed").GetInt32() == 1 - minimum, "counted");
    }

    private static JsonObject DaemonSet() => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "daemons" },
        ["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["set"] = "daemons" } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["set"] = "daemons" } },
                ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "example.com/none" }) },
            },
        },
    };

    private static string[] Names(JsonElement list) => [.. list.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("metadata").GetProperty("name").GetString()!).Order(StringComparer.Ordinal)];
}
