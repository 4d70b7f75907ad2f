using System.Text;
using System.Text.Json.Nodes;
using Attestation.Formats;
using Attestation.Formats.Reasons;
using Attestation.Gate.Verdicts;
using Attestation.Gate.Webhook;

namespace Attestation.UnitTests.Gate.Webhook;

/// <summary>Reviews as an API server writes them, rules and verdicts for the tests of admission.</summary>
internal static class Reviews
{
    public const string Prefix = "attestation.example.com", Account = "system:serviceaccount:attestation:attest-gate";
    public const string Kubelet = "system:node:worker-1", Admin = "admin";

    public static readonly DateTimeOffset Now = new(2026, 11, 21, 2, 18, 16, TimeSpan.Zero);

    public static AdmissionRules Ruled { get; } = Ruling(Prefix);

    public static AdmissionRules Ruling(string prefix) =>
        new(prefix, Account, new HashSet<string> { "exempt-1" }, new HashSet<string> { "fire-brigade", "alice" }, TimeSpan.FromMinutes(1));

    public static VerdictCache Cache(params NodeVerdict[] verdicts)
    {
        var cache = new VerdictCache(TimeProvider.System);
        foreach (NodeVerdict verdict in verdicts)
            cache.Put(verdict);
        cache.Contacted(complete: true);
        return cache;
    }

    public static NodeVerdict Good(string node = "worker-1") =>
        new(node, "000b" + new string('a', 64), VerdictStatus.Affirming, Now.AddMinutes(-5), Now.AddMinutes(5), null, null, [], "appraisal-7", 7);

    /// <summary>A review of nodes; <paramref name="change"/> alters its request before it is written.</summary>
    public static byte[] Write(string operation, string user, JsonObject? node, JsonObject? old = null, string subresource = "", Action<JsonObject>? change = null)
    {
        var request = new JsonObject
        {
            ["uid"] = "4970737a-f81c-4ca3-970c-9a0db51be0a6",
            ["kind"] = new JsonObject { ["group"] = "", ["version"] = "v1", ["kind"] = "Node" },
            ["resource"] = new JsonObject { ["group"] = "", ["version"] = "v1", ["resource"] = "nodes" },
            ["name"] = node?["metadata"]?["name"]?.GetValue<string>() ?? "worker-1",
            ["operation"] = operation,
            ["userInfo"] = new JsonObject { ["username"] = user, ["groups"] = new JsonArray("system:authenticated") },
            ["object"] = node?.DeepClone(),
            ["oldObject"] = old?.DeepClone(),
            ["dryRun"] = false,
        };
        if (subresource.Length > 0)
            request["subResource"] = subresource;
        change?.Invoke(request);
        return Encoding.UTF8.GetBytes(new JsonObject { ["kind"] = "AdmissionReview", ["apiVersion"] = "admission.k8s.io/v1", ["request"] = request }.ToJsonString());
    }

    public static JsonObject Node(string name = "worker-1", string version = "") => new()
    {
        ["kind"] = "Node",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["name"] = name, ["resourceVersion"] = version, ["labels"] = new JsonObject { ["kubernetes.io/os"] = "linux" } },
        ["spec"] = new JsonObject(),
        ["status"] = new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True" }) },
    };

    /// <summary>A node as the gate leaves it: late, tainted, cordoned.</summary>
    public static JsonObject Marked(string version = "10")
    {
        JsonObject node = Node(version: version);
        node["metadata"]!["labels"]![Prefix + "/verdict"] = "late";
        node["metadata"]!["annotations"] = new JsonObject { [Prefix + "/gate-cordoned"] = "true", [Prefix + "/appraisal"] = "appraisal-7" };
        node["spec"]!["unschedulable"] = true;
        node["spec"]!["taints"] = new JsonArray(new JsonObject { ["key"] = Prefix + "/untrusted", ["effect"] = "NoSchedule" });
        node["status"]!["conditions"]!.AsArray().Add(new JsonObject { ["type"] = Prefix + "/Attested", ["status"] = "Unknown", ["reason"] = "GateVerdictExpired" });
        return node;
    }

    public static JsonObject With(this JsonObject node, Action<JsonObject> change)
    {
        change(node);
        return node;
    }

    public static AdmissionRequest Read(byte[] review, string prefix = Prefix)
    {
        Assert.True(AdmissionRequest.TryParse(review, prefix, out AdmissionRequest? request, out ParseError error), error.ToString());
        return request;
    }

    public static AdmissionDecision Judge(byte[] review, VerdictCache? verdicts = null) => NodeAdmission.Judge(Read(review), verdicts ?? Cache(Good()), Ruled, Now);

    public static ReasonCode? CodeOf(byte[] review, VerdictCache? verdicts = null) => Judge(review, verdicts).Denial?.Code;
}
