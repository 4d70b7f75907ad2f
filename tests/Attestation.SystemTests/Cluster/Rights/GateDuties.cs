using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Cluster.Rights;

/// <summary>What the gate does in a cluster, each thing under a name. A duty ends when it was seen to be done.</summary>
internal static class GateDuties
{
    private const string Leases = $"apis/coordination.k8s.io/v1/namespaces/{KubeCluster.Namespace}/leases";
    private const string Untrusted = GateFile.Prefix + "/untrusted", Verdict = GateFile.Prefix + "/verdict", Attested = GateFile.Prefix + "/Attested";

    public static readonly IReadOnlyDictionary<string, Func<GateDay, Task>> All = new Dictionary<string, Func<GateDay, Task>>
    {
        ["holds the lease"] = HoldLeaseAsync,
        ["decides a request"] = DecideAsync,
        ["approves a serving certificate"] = ApproveServingAsync,
        ["looks at the stored node of a serving request"] = DecideServingAsync,
        ["labels a node"] = LabelAsync,
        ["labels a node that comes later"] = LabelLaterAsync,
        ["sets the condition"] = ConditionAsync,
        ["drains a bad node"] = DrainAsync,
        ["reports a fall"] = ReportAsync,
        ["counts a second fall on the Event that is there"] = RepeatAsync,
        ["stops a storm"] = StormAsync,
        ["reports a storm"] = ReportStormAsync,
        ["counts a second storm on the Event that is there"] = RepeatStormAsync,
        ["gives a token"] = TokenAsync,
        ["gives a second token in place of the first"] = SecondTokenAsync,
        ["gives a certificate"] = CertificateAsync,
        ["registers the authority of the webhook"] = RegisterAsync,
        ["renews the certificate of the webhook"] = RenewAsync,
    };

    /// <summary>Which duty needs a right.</summary>
    public static string For(Right right) => (right.Resource, right.Verb, right.Namespace) switch
    {
        ("leases", _, _) => right.Name == "attest-gate-storm" ? "stops a storm" : "holds the lease",
        ("certificatesigningrequests", "create" or "get", _) => "gives a certificate",
        ("signers", _, _) when right.Name == CertificateRequests.ServingSigner => "approves a serving certificate",
        ("certificatesigningrequests" or "certificatesigningrequests/approval" or "signers", _, _) => "decides a request",
        ("nodes", "get", _) => "looks at the stored node of a serving request",
        ("nodes", "watch", _) => "labels a node that comes later",
        ("nodes", _, _) => "labels a node",
        ("nodes/status", _, _) => "sets the condition",
        ("pods" or "pods/eviction", _, _) => "drains a bad node",
        ("events", "create", "default") => "reports a fall",
        ("events", _, "default") => "counts a second fall on the Event that is there",
        ("events", "create", _) => "reports a storm",
        ("events", _, _) => "counts a second storm on the Event that is there",
        ("secrets", "create", "kube-system") => "gives a token",
        ("secrets", _, "kube-system") => "gives a second token in place of the first",
        ("secrets", "update", _) => "renews the certificate of the webhook",
        ("secrets" or "validatingwebhookconfigurations", _, _) => "registers the authority of the webhook",
        _ => throw new InvalidOperationException($"no duty of the gate needs {right}"),
    };

    private static Task HoldLeaseAsync(GateDay day) => day.Cluster.Admin.UntilAsync($"{Leases}/attest-gate",
        l => l.GetProperty("spec").TryGetProperty("renewTime", out JsonElement renewed) && renewed.GetString() != l.GetProperty("spec").GetProperty("acquireTime").GetString(), "renewed");

    private static async Task DecideAsync(GateDay day)
    {
        AttestedNode node = await day.GoodAsync();
        using KubeClient kubelet = await day.Cluster.AccessAsync(await day.Cluster.NewBootstrapTokenAsync());
        string before = await kubelet.AskForClientAsync(node.Key.ClientRequest(node.Name));
        Assert.Equal("Approved", (await day.Cluster.Admin.DecisionAsync(before)).Type);
        string later = await kubelet.AskForClientAsync(node.Key.ClientRequest(node.Name));
        Assert.Equal("Approved", (await day.Cluster.Admin.DecisionAsync(later)).Type);
    }

    private static async Task ApproveServingAsync(GateDay day) => Assert.Equal("Approved", await ServingAsync(day, "192.0.2.10"));

    private static async Task DecideServingAsync(GateDay day) => Assert.Equal("Denied", await ServingAsync(day, "203.0.113.9"));

    /// <summary>A node joins and asks for a serving certificate with an address.</summary>
    private static async Task<string> ServingAsync(GateDay day, string address)
    {
        AttestedNode node = await day.RegisteredAsync();
        using KubeClient kubelet = await day.Cluster.AccessAsync(await day.Cluster.NewBootstrapTokenAsync());
        string asked = await kubelet.AskForClientAsync(node.Key.ClientRequest(node.Name));
        using var certificate = node.Key.With(await day.Cluster.Admin.CertificateAsync(asked));
        using KubeClient itself = day.Cluster.WithCertificate(certificate);
        return (await day.Cluster.Admin.DecisionAsync(await itself.AskForServingAsync(node.Key.ServingRequest(node.Name, address)))).Type;
    }

    private static async Task LabelAsync(GateDay day)
    {
        AttestedNode node = await day.RegisteredAsync();
        await day.UntilNodeAsync(node, n => KubeNodes.Label(n, Verdict) == "trusted", "labelled");
    }

    private static async Task LabelLaterAsync(GateDay day)
    {
        await day.Gate.ReadyAsync();
        await LabelAsync(day);
    }

    private static async Task ConditionAsync(GateDay day)
    {
        AttestedNode node = await day.RegisteredAsync();
        await day.UntilNodeAsync(node, n => KubeNodes.Condition(n, Attested) is not null, "with the condition");
    }

    private static async Task DrainAsync(GateDay day)
    {
        AttestedNode node = await day.RegisteredAsync();
        var pod = (JsonObject)JsonNode.Parse($$"""
            {
              "metadata": {"name": "on-{{node.Name}}"},
              "spec": {
                "nodeName": "{{node.Name}}", "terminationGracePeriodSeconds": 0, "automountServiceAccountToken": false, "tolerations": [{"operator": "Exists"}],
                "containers": [{"name": "main", "image": "none"}]
              }
            }
            """)!;
        _ = (await day.Cluster.Admin.PostAsync("api/v1/namespaces/default/pods", pod)).Document;
        await FallAsync(day, node);
        for (DateTime end = DateTime.UtcNow.AddSeconds(60); (await day.Cluster.Admin.GetAsync($"api/v1/namespaces/default/pods/on-{node.Name}")).IsGood; await Task.Delay(200))
            Assert.True(DateTime.UtcNow < end, "the pod is not evicted");
    }

    private static async Task ReportAsync(GateDay day)
    {
        AttestedNode node = await day.RegisteredAsync();
        await FallAsync(day, node);
        await EventAsync(day, "default", node.Name, 1);
    }

    private static async Task RepeatAsync(GateDay day)
    {
        AttestedNode node = await day.RegisteredAsync();
        await FallAsync(day, node);
        await EventAsync(day, "default", node.Name, 1);
        await node.AttestGoodAsync();
        await day.UntilNodeAsync(node, n => !KubeNodes.IsTainted(n, Untrusted, "NoExecute"), "good again");
        await day.RestartAsync();
        await FallAsync(day, node);
        await EventAsync(day, "default", node.Name, 2);
    }

    private static async Task StormAsync(GateDay day) => await StormingAsync(day);

    private static async Task ReportStormAsync(GateDay day)
    {
        await StormingAsync(day);
        await EventAsync(day, KubeCluster.Namespace, "attest-gate-storm", 1);
    }

    private static async Task RepeatStormAsync(GateDay day)
    {
        AttestedNode[] nodes = await StormingAsync(day);
        await EventAsync(day, KubeCluster.Namespace, "attest-gate-storm", 1);
        foreach (AttestedNode node in nodes)
            await node.AttestGoodAsync();
        await day.Cluster.Admin.UntilAsync($"{Leases}/attest-gate-storm", l => !IsStorm(l), "over");
        await day.RestartAsync();
        foreach (AttestedNode node in nodes)
            await node.AttestBadAsync();
        await EventAsync(day, KubeCluster.Namespace, "attest-gate-storm", 2);
    }

    private static async Task TokenAsync(GateDay day) => await day.CredentialAsync(await day.GoodAsync(), null);

    private static async Task SecondTokenAsync(GateDay day)
    {
        AttestedNode node = await day.GoodAsync();
        await day.CredentialAsync(node, null);
        await day.CredentialAsync(node, null);
    }

    private static async Task CertificateAsync(GateDay day)
    {
        AttestedNode node = await day.GoodAsync();
        await day.CredentialAsync(node, node.Key.ClientRequest(node.Name));
    }

    private static async Task RegisterAsync(GateDay day)
    {
        _ = (await day.Cluster.Admin.PostAsync("apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", day.Registration())).Document;
        await day.Cluster.Admin.UntilAsync("apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/attest-gate",
            c => c.GetProperty("webhooks")[0].GetProperty("clientConfig").TryGetProperty("caBundle", out JsonElement bundle) && bundle.GetString()!.Length > 0, "believed");
    }

    private static async Task RenewAsync(GateDay day)
    {
        await RegisterAsync(day);
        string path = $"api/v1/namespaces/{KubeCluster.Namespace}/secrets/attest-gate-webhook";
        string first = (await day.Cluster.Admin.UntilAsync(path, _ => true, "made")).GetProperty("data").GetRawText();
        await day.Cluster.Admin.UntilAsync(path, s => s.GetProperty("data").GetRawText() != first, "renewed");
    }

    private static async Task FallAsync(GateDay day, AttestedNode node)
    {
        await node.AttestBadAsync();
        await day.UntilNodeAsync(node, n => KubeNodes.IsTainted(n, Untrusted, "NoExecute"), "thrown out");
    }

    /// <summary>More nodes turn bad at once than may.</summary>
    private static async Task<AttestedNode[]> StormingAsync(GateDay day)
    {
        AttestedNode[] nodes = [await day.RegisteredAsync(), await day.RegisteredAsync(), await day.RegisteredAsync(), await day.RegisteredAsync()];
        foreach (AttestedNode node in nodes)
            await day.UntilNodeAsync(node, n => KubeNodes.Label(n, Verdict) == "trusted", "labelled");
        await Task.WhenAll(nodes.Select(node => node.AttestBadAsync()));
        await day.Cluster.Admin.UntilAsync($"{Leases}/attest-gate-storm", IsStorm, "noted");
        return nodes;
    }

    private static bool IsStorm(JsonElement lease) =>
        lease.GetProperty("metadata").TryGetProperty("annotations", out JsonElement all) && all.TryGetProperty(GateFile.Prefix + "/storm-since", out _);

    /// <summary>Waits until any one Event of the gate about an object has happened so often.</summary>
    private static Task<JsonElement> EventAsync(GateDay day, string space, string about, int count) => day.Cluster.Admin.UntilAsync($"api/v1/namespaces/{space}/events",
        list => list.GetProperty("items").EnumerateArray().Any(e => e.GetProperty("involvedObject").GetProperty("name").GetString() == about
            && e.TryGetProperty("reportingComponent", out JsonElement by) && by.GetString() == "attest-gate" && e.GetProperty("count").GetInt32() >= count),
        $"reported {count} times");
}
