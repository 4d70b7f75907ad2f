using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Cluster;

/// <summary>Node objects as a kubelet registers them.</summary>
internal static class KubeNodes
{
    public const string Path = "api/v1/nodes";

    /// <summary>What a kubelet of 1.20 posts about itself, shortened to what has a meaning here.</summary>
    public static JsonObject Object(string name) => (JsonObject)JsonNode.Parse($$$"""
        {
          "apiVersion": "v1", "kind": "Node",
          "metadata": {
            "name": "{{{name}}}",
            "labels": {
              "beta.kubernetes.io/arch": "amd64", "beta.kubernetes.io/os": "linux",
              "kubernetes.io/arch": "amd64", "kubernetes.io/os": "linux", "kubernetes.io/hostname": "{{{name}}}"
            },
            "annotations": {"volumes.kubernetes.io/controller-managed-attach-detach": "true"}
          },
          "spec": {"providerID": "test://{{{name}}}"},
          "status": {
            "addresses": [{"type": "InternalIP", "address": "192.0.2.10"}, {"type": "Hostname", "address": "{{{name}}}"}],
            "capacity": {"cpu": "2", "memory": "4Gi", "pods": "110"},
            "allocatable": {"cpu": "2", "memory": "4Gi", "pods": "110"},
            "conditions": [
              {"type": "MemoryPressure", "status": "False", "reason": "KubeletHasSufficientMemory", "message": "kubelet has sufficient memory available"},
              {"type": "Ready", "status": "True", "reason": "KubeletReady", "message": "kubelet is posting ready status"}
            ],
            "nodeInfo": {
              "machineID": "", "systemUUID": "", "bootID": "", "kernelVersion": "6.1.0", "osImage": "Debian GNU/Linux 12 (bookworm)",
              "containerRuntimeVersion": "containerd://1.6.20", "kubeletVersion": "v1.20.2", "kubeProxyVersion": "v1.20.2",
              "operatingSystem": "linux", "architecture": "amd64"
            }
          }
        }
        """)!;

    /// <summary>Registers a node, as the node itself or as an administrator.</summary>
    public static Task<KubeAnswer> RegisterAsync(this KubeClient who, string name) => who.PostAsync(Path, Object(name));

    /// <summary>Does its kubelet say that it is ready?</summary>
    public static bool IsReady(JsonElement node) => Condition(node, "Ready") is { } ready && ready.GetProperty("status").GetString() == "True";

    /// <summary>A condition of a node by its type.</summary>
    public static JsonElement? Condition(JsonElement node, string type)
    {
        if (!node.GetProperty("status").TryGetProperty("conditions", out JsonElement conditions))
            return null;
        JsonElement found = conditions.EnumerateArray().FirstOrDefault(c => c.GetProperty("type").GetString() == type);
        return found.ValueKind == JsonValueKind.Object ? found : null;
    }

    /// <summary>Has it a taint of a key and an effect?</summary>
    public static bool IsTainted(JsonElement node, string key, string effect) => node.GetProperty("spec").TryGetProperty("taints", out JsonElement taints)
        && taints.EnumerateArray().Any(t => t.GetProperty("key").GetString() == key && t.GetProperty("effect").GetString() == effect);

    /// <summary>A label's value; null where it has none.</summary>
    public static string? Label(JsonElement node, string key) =>
        node.GetProperty("metadata").TryGetProperty("labels", out JsonElement labels) && labels.TryGetProperty(key, out JsonElement value) ? value.GetString() : null;
}
