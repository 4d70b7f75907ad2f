using System.Text.Json.Nodes;

namespace Attestation.Gate.Taints.Drains;

/// <summary>A pod as far as a drain needs it.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsEnding">It has been asked to end already.</param>
public sealed record DrainedPod(string Namespace, string Name, bool IsEnding)
{
    private const string Mirror = "kubernetes.io/config.mirror";

    /// <summary>
    /// Null where an eviction would not move it: a mirror pod is the kubelet's own, a DaemonSet's pod comes back to the same node, a finished one holds nothing.
    /// </summary>
    /// <param name="pod">core/v1 Pod.</param>
    public static DrainedPod? Read(JsonNode pod)
    {
        JsonNode metadata = pod["metadata"]!;
        bool finished = pod["status"]?["phase"]?.GetValue<string>() is "Succeeded" or "Failed";
        bool mirror = metadata["annotations"]?[Mirror] is not null;
        bool daemon = metadata["ownerReferences"] is JsonArray owners
            && owners.Any(o => o?["kind"]?.GetValue<string>() == "DaemonSet" && o["controller"]?.GetValue<bool>() == true);
        return finished || mirror || daemon
            ? null
            : new DrainedPod(metadata["namespace"]!.GetValue<string>(), metadata["name"]!.GetValue<string>(), metadata["deletionTimestamp"] is not null);
    }

    public override string ToString() => $"{Namespace}/{Name}";
}
