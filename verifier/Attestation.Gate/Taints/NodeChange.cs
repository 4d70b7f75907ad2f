using System.Text.Json.Nodes;
using Attestation.Gate.Kubernetes;

namespace Attestation.Gate.Taints;

/// <summary>
/// What to change on a Node, as two strategic merge patches: one of the object and one of its status, since the API keeps them apart. The first names the
/// resourceVersion that was read, because a list of taints is replaced as a whole: if anybody changed the node meanwhile the server answers 409, and the
/// change is worked out anew. The second merges one condition by its type, so it needs no version.
/// </summary>
/// <param name="Main">Labels, annotations, taints and cordon in one patch; null where nothing is to change.</param>
/// <param name="Status">The condition; null where nothing is to change.</param>
public sealed record NodeChange(JsonObject? Main, JsonObject? Status)
{
    public bool IsNone => Main is null && Status is null;

    public static NodeChange Between(Node node, DesiredNode desired, OwnedKeys keys, DateTimeOffset now)
    {
        bool cordoned = node.Metadata.Annotations?.GetValueOrDefault(keys.GateCordoned) == "true";
        var labels = new JsonObject();
        var annotations = new JsonObject();
        var spec = new JsonObject();
        Set(labels, node.Metadata.Labels, keys.Verdict, desired.Label);
        foreach ((string key, string? value) in desired.Annotations)
            Set(annotations, node.Metadata.Annotations, key, value);
        SetCordon(node, desired.Cordon, cordoned, keys, annotations, spec);
        if (!TaintsAre(node, desired.Effects, keys))
            spec["taints"] = Taints(node, desired.Effects, keys, now);
        return new NodeChange(MainOf(node, labels, annotations, spec), StatusOf(node, desired.Condition, keys, now));
    }

    private static JsonObject? MainOf(Node node, JsonObject labels, JsonObject annotations, JsonObject spec)
    {
        if (labels.Count + annotations.Count + spec.Count == 0)
            return null;
        var metadata = new JsonObject { ["resourceVersion"] = node.Metadata.ResourceVersion };
        if (labels.Count > 0)
            metadata["labels"] = labels;
        if (annotations.Count > 0)
            metadata["annotations"] = annotations;
        var patch = new JsonObject { ["metadata"] = metadata };
        if (spec.Count > 0)
            patch["spec"] = spec;
        return patch;
    }

    private static void Set(JsonObject patch, IReadOnlyDictionary<string, string>? current, string key, string? value)
    {
        if (current?.GetValueOrDefault(key) != value)
            patch[key] = value;
    }

    /// <summary>A node that somebody else cordoned is left as it is, both now and on recovery.</summary>
    private static void SetCordon(Node node, bool wanted, bool byGate, OwnedKeys keys, JsonObject annotations, JsonObject spec)
    {
        if (wanted && !node.Spec.Unschedulable)
        {
            spec["unschedulable"] = true;
            if (!byGate)
                annotations[keys.GateCordoned] = "true";
        }
        else if (!wanted && byGate)
        {
            annotations[keys.GateCordoned] = null;
            if (node.Spec.Unschedulable)
                spec["unschedulable"] = null;
        }
    }

    private static bool TaintsAre(Node node, IReadOnlyList<string> effects, OwnedKeys keys) =>
        (node.Spec.Taints ?? []).Where(taint => taint.Key == keys.Taint).Select(taint => taint.Effect).Order(StringComparer.Ordinal)
            .SequenceEqual(effects.Order(StringComparer.Ordinal));

    /// <summary>Other people's taints as they are, then the gate's; one that stays keeps the instant at which it was added.</summary>
    private static JsonArray? Taints(Node node, IReadOnlyList<string> effects, OwnedKeys keys, DateTimeOffset now)
    {
        IReadOnlyList<Taint> current = node.Spec.Taints ?? [];
        var list = new JsonArray();
        foreach (Taint taint in current.Where(taint => taint.Key != keys.Taint))
            list.Add(Json(taint));
        foreach (string effect in effects)
        {
            Taint? kept = current.FirstOrDefault(taint => taint.Key == keys.Taint && taint.Effect == effect);
            list.Add(Json(kept ?? new Taint(keys.Taint, effect, TimeAdded: effect == DesiredNode.NoExecute ? now : null)));
        }
        return list.Count == 0 ? null : list;
    }

    private static JsonObject Json(Taint taint)
    {
        var json = new JsonObject { ["key"] = taint.Key, ["effect"] = taint.Effect };
        if (taint.Value is not null)
            json["value"] = taint.Value;
        if (taint.TimeAdded is { } added)
            json["timeAdded"] = Instants.Text(added);
        return json;
    }

    private static JsonObject? StatusOf(Node node, DesiredCondition? desired, OwnedKeys keys, DateTimeOffset now)
    {
        NodeCondition? current = node.Status.Conditions?.FirstOrDefault(condition => condition.Type == keys.Condition);
        if (desired is null)
            return current is null ? null : Conditions(new JsonObject { ["$patch"] = "delete", ["type"] = keys.Condition });
        if (current is not null && (current.Status, current.Reason, current.Message) == (desired.Status, desired.Reason, desired.Message))
            return null;
        DateTimeOffset since = current?.Status == desired.Status && current.LastTransitionTime is { } before ? before : now;
        return Conditions(new JsonObject
        {
            ["type"] = keys.Condition,
            ["status"] = desired.Status,
            ["reason"] = desired.Reason,
            ["message"] = desired.Message,
            ["lastHeartbeatTime"] = Instants.Text(now),
            ["lastTransitionTime"] = Instants.Text(since),
        });
    }

    private static JsonObject Conditions(JsonObject one) => new() { ["status"] = new JsonObject { ["conditions"] = new JsonArray(one) } };
}
