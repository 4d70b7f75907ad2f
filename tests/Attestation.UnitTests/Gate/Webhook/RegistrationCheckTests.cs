using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Gate.Webhook;

namespace Attestation.UnitTests.Gate.Webhook;

public sealed class RegistrationCheckTests
{
    public static TheoryData<string, Action<JsonObject>, string?> Changes => new()
    {
        { "as applied", _ => { }, null },
        { "absent policy is Fail", c => Hook(c, 0).Remove("failurePolicy"), null },
        { "a wider rule", c => Hook(c, 0)["rules"]![0]!["operations"] = new JsonArray("*"), null },
        { "by address", c => Hook(c, 0)["clientConfig"] = new JsonObject { ["url"] = "https://gate.example:8443/admission/v1/nodes" }, null },
        { "nodes pass while the gate is away", c => Hook(c, 0)["failurePolicy"] = "Ignore", "failurePolicy" },
        { "no entries", c => c["webhooks"] = new JsonArray(), "no entry" },
        { "updates are not asked about", c => Hook(c, 0)["rules"]![0]!["operations"] = new JsonArray("CREATE"), "UPDATE of nodes" },
        { "heartbeats are not asked about", c => c["webhooks"]!.AsArray().RemoveAt(1), "UPDATE of nodes/status" },
        { "another API group", c => Hook(c, 0)["rules"]![0]!["apiGroups"] = new JsonArray("apps"), "CREATE of nodes" },
        { "namespaced objects only", c => Hook(c, 0)["rules"]![0]!["scope"] = "Namespaced", "CREATE of nodes" },
        { "nodes with a label are left out", c => Hook(c, 0)["objectSelector"] = new JsonObject { ["matchExpressions"] = new JsonArray(new JsonObject { ["key"] = "skip", ["operator"] = "DoesNotExist" }) }, "selector" },
        { "only nodes with a label", c => Hook(c, 0)["objectSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["a"] = "b" } }, "selector" },
        { "conditions leave requests out", c => Hook(c, 0)["matchConditions"] = new JsonArray(new JsonObject { ["name"] = "x", ["expression"] = "false" }), "matchConditions" },
        { "another path", c => Hook(c, 0)["clientConfig"]!["service"]!["path"] = "/", "no entry" },
        { "dry runs fail", c => Hook(c, 0)["sideEffects"] = "Some", "sideEffects" },
        { "another review", c => Hook(c, 0)["admissionReviewVersions"] = new JsonArray("v1beta1"), "AdmissionReview v1" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void NamesWhatLeavesNodesOut(string what, Action<JsonObject> change, string? part)
    {
        JsonObject configuration = Applied();
        change(configuration);
        using JsonDocument document = JsonDocument.Parse(configuration.ToJsonString());
        IReadOnlyList<string> faults = RegistrationCheck.Faults(document.RootElement);
        Assert.True(part is null ? faults.Count == 0 : faults.Any(f => f.Contains(part, StringComparison.Ordinal)), $"{what}: {string.Join("; ", faults)}");
    }

    private static JsonObject Hook(JsonObject configuration, int index) => configuration["webhooks"]![index]!.AsObject();

    internal static JsonObject Applied() => new()
    {
        ["webhooks"] = new JsonArray(Entry("nodes.attestation.example.com", "Fail", "nodes", "CREATE", "UPDATE"), Entry("status.attestation.example.com", "Ignore", "nodes/status", "UPDATE")),
    };

    private static JsonObject Entry(string name, string policy, string resource, params string[] operations) => new()
    {
        ["name"] = name,
        ["clientConfig"] = new JsonObject { ["service"] = new JsonObject { ["namespace"] = "attestation", ["name"] = "attest-gate", ["path"] = "/admission/v1/nodes" } },
        ["rules"] = new JsonArray(new JsonObject
        {
            ["apiGroups"] = new JsonArray(""), ["apiVersions"] = new JsonArray("v1"), ["resources"] = new JsonArray(resource), ["scope"] = "Cluster",
            ["operations"] = new JsonArray([.. operations.Select(o => (JsonNode)o)]),
        }),
        ["failurePolicy"] = policy,
        ["namespaceSelector"] = new JsonObject(),
        ["objectSelector"] = new JsonObject(),
        ["sideEffects"] = "NoneOnDryRun",
        ["admissionReviewVersions"] = new JsonArray("v1"),
    };
}
