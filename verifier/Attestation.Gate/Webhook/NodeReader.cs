using System.Text.Json;

namespace Attestation.Gate.Webhook;

/// <summary>Reads core/v1 Node inside a review: name, version, cordon, and the marks that begin with the gate's prefix.</summary>
internal sealed class NodeReader(string prefix)
{
    private readonly string owned = prefix + "/";

    /// <summary>Null where a member that the gate relies on has another type.</summary>
    public ObservedNode? Read(JsonElement node)
    {
        if (!node.TryObject("metadata", out JsonElement metadata) || metadata.Text("name") is not { Length: > 0 } name)
            return null;
        if (metadata.Optional("resourceVersion", JsonValueKind.String) is not { } version || Texts(metadata, "labels") is not { } labels || Texts(metadata, "annotations") is not { } annotations)
            return null;
        if (Part(node, "spec") is not { } spec || spec.Optional("unschedulable", JsonValueKind.True, JsonValueKind.False) is not { } cordon || Taints(spec) is not { } taints)
            return null;
        if (Part(node, "status") is not { } status || Conditions(status) is not { } conditions)
            return null;
        string stored = version.ValueKind == JsonValueKind.String ? version.GetString()! : "";
        return new ObservedNode(name, stored, cordon.ValueKind == JsonValueKind.True, new OwnedMarks(labels, annotations, taints, conditions));
    }

    /// <summary>An absent part reads like an empty one.</summary>
    private static JsonElement? Part(JsonElement node, string name) => node.Optional(name, JsonValueKind.Object);

    private Dictionary<string, string>? Texts(JsonElement metadata, string name)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        if (metadata.Optional(name, JsonValueKind.Object) is not { } all)
            return null;
        if (all.ValueKind != JsonValueKind.Object)
            return kept;
        foreach (JsonProperty one in all.EnumerateObject())
        {
            if (one.Value.ValueKind != JsonValueKind.String)
                return null;
            if (one.Name.StartsWith(owned, StringComparison.Ordinal))
                kept.Add(one.Name, one.Value.GetString()!);
        }
        return kept;
    }

    private List<OwnedTaint>? Taints(JsonElement spec) => Owned(spec, "taints", "key", (taint, key) =>
        taint.Text("effect") is { } effect ? new OwnedTaint(key, effect, taint.Text("value") ?? "", taint.Text("timeAdded") ?? "") : null);

    private List<OwnedCondition>? Conditions(JsonElement status) => Owned(status, "conditions", "type", (condition, type) => condition.Text("status") is { } state
        ? new OwnedCondition(type, state, condition.Text("reason") ?? "", condition.Text("message") ?? "", condition.Text("lastTransitionTime") ?? "", condition.Text("lastHeartbeatTime") ?? "")
        : null);

    private List<T>? Owned<T>(JsonElement part, string list, string name, Func<JsonElement, string, T?> read) where T : class
    {
        List<T> kept = [];
        if (part.ValueKind != JsonValueKind.Object)
            return kept;
        if (part.Optional(list, JsonValueKind.Array) is not { } all)
            return null;
        if (all.ValueKind != JsonValueKind.Array)
            return kept;
        foreach (JsonElement one in all.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.Object || one.Text(name) is not { } key)
                return null;
            if (!key.StartsWith(owned, StringComparison.Ordinal))
                continue;
            if (read(one, key) is not { } value)
                return null;
            kept.Add(value);
        }
        return kept;
    }
}
