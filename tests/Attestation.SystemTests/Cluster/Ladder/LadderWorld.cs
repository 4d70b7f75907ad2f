using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Cluster.Ladder;

/// <summary>What the gate leaves on a node, as tests read it.</summary>
internal static class LadderWorld
{
    public const string Verdict = GateFile.Prefix + "/verdict";
    public const string Untrusted = GateFile.Prefix + "/untrusted";
    public const string Condition = GateFile.Prefix + "/Attested";
    public const string Fallen = GateFile.Prefix + "/fallen-at";
    public const string StormLease = "apis/coordination.k8s.io/v1/namespaces/attestation/leases/attest-gate-storm";
    public const string StormSince = GateFile.Prefix + "/storm-since", StormAcknowledged = GateFile.Prefix + "/storm-acknowledged";

    /// <summary>Only the ladder, no webhook or approver in the way.</summary>
    public const string Alone = "csr: {enabled: false}";

    public static string PathOf(string node) => $"{KubeNodes.Path}/{node}";

    public static string? Label(this JsonElement node) => Text(node, "labels", Verdict);

    public static string? Annotation(this JsonElement node, string key) => Text(node, "annotations", key);

    /// <summary>Effects of the gate's taint, in order of names.</summary>
    public static string[] Effects(this JsonElement node) =>
        [.. node.Taints().Where(t => t.GetProperty("key").GetString() == Untrusted).Select(t => t.GetProperty("effect").GetString()!).Order(StringComparer.Ordinal)];

    public static bool IsOut(this JsonElement node) => node.Effects().Contains("NoExecute");

    public static JsonElement[] Taints(this JsonElement node) =>
        node.GetProperty("spec").TryGetProperty("taints", out JsonElement taints) ? [.. taints.EnumerateArray()] : [];

    /// <summary>Status and reason of the condition; null where there is none.</summary>
    public static string? Attested(this JsonElement node)
    {
        foreach (JsonElement one in node.GetProperty("status").GetProperty("conditions").EnumerateArray())
        {
            if (one.GetProperty("type").GetString() == Condition)
                return $"{one.GetProperty("status").GetString()} {one.GetProperty("reason").GetString()}";
        }
        return null;
    }

    public static bool IsUnschedulable(this JsonElement node) => node.GetProperty("spec").TryGetProperty("unschedulable", out JsonElement flag) && flag.GetBoolean();

    /// <summary>
    /// Registers a node with a good verdict and waits until the gate calls it trusted and the node lifecycle controller has taken its first taint away:
    /// that one replaces the list of taints as it read it, so it may bring a taint back for a moment.
    /// </summary>
    public static async Task<AttestedNode> TrustedAsync(this KubeCluster cluster, AttestationSite site, string name)
    {
        AttestedNode node = await site.EnrolGoodAsync(name);
        _ = (await cluster.Admin.RegisterAsync(name)).Document;
        await cluster.UntilAsync(name, n => n.Label() == "trusted" && n.Attested() == "True Trusted" && n.Taints().Length == 0, "trusted");
        return node;
    }

    public static Task<JsonElement> UntilAsync(this KubeCluster cluster, string node, Func<JsonElement, bool> wanted, string what, int seconds = 150) =>
        cluster.Admin.UntilAsync(PathOf(node), wanted, what, seconds);

    public static async Task<JsonElement> NodeAsync(this KubeCluster cluster, string node) => (await cluster.Admin.GetAsync(PathOf(node))).Document;

    /// <summary>Waits for an Event about a node.</summary>
    public static async Task<JsonElement> EventAsync(this KubeCluster cluster, string node, string reason)
    {
        JsonElement list = await cluster.Admin.UntilAsync("api/v1/namespaces/default/events", l => Find(l, node, reason).ValueKind != JsonValueKind.Undefined, $"with {reason} about {node}");
        return Find(list, node, reason);
    }

    /// <summary>A pod bound to a node; no scheduler and no kubelet are needed for it to exist.</summary>
    public static JsonObject Pod(string name, string node, JsonObject? metadata = null)
    {
        JsonObject head = metadata ?? [];
        head["name"] = name;
        return new JsonObject
        {
            ["metadata"] = head,
            ["spec"] = new JsonObject
            {
                ["nodeName"] = node,
                ["terminationGracePeriodSeconds"] = 0,
                ["automountServiceAccountToken"] = false,
                ["tolerations"] = new JsonArray(new JsonObject { ["operator"] = "Exists" }), // so that only a drain moves it, not NoExecute
                ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "example.com/none" }),
            },
        };
    }

    private static JsonElement Find(JsonElement list, string node, string reason) => list.GetProperty("items").EnumerateArray()
        .FirstOrDefault(e => e.GetProperty("involvedObject").GetProperty("name").GetString() == node && e.GetProperty("reason").GetString() == reason);

    private static string? Text(JsonElement node, string map, string key) =>
        node.GetProperty("metadata").TryGetProperty(map, out JsonElement all) && all.TryGetProperty(key, out JsonElement value) ? value.GetString() : null;
}
