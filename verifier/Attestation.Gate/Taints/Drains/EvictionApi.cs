using System.Text.Json.Nodes;
using Attestation.Gate.Kubernetes;

namespace Attestation.Gate.Taints.Drains;

/// <summary>What the Eviction API answered.</summary>
internal enum Eviction
{
    /// <summary>The pod is asked to end.</summary>
    Evicted,

    /// <summary>There is no such pod any more.</summary>
    Gone,

    /// <summary>A PodDisruptionBudget says not now.</summary>
    Refused,

    /// <summary>Anything else; worth another try.</summary>
    Failed,
}

/// <summary>
/// Kubernetes' Eviction API: the subresource eviction of pods, which respects PodDisruptionBudgets. Its document is policy/v1 from 1.22 on and
/// policy/v1beta1 before; the API server names the one it takes.
/// </summary>
internal sealed class EvictionApi(ApiServer server)
{
    private string? _version;

    /// <summary>The pods of a node that a drain has to move.</summary>
    public async Task<List<DrainedPod>> PodsAsync(string node, CancellationToken cancel)
    {
        var pods = new List<DrainedPod>();
        string? next = null;
        do
        {
            string query = $"api/v1/pods?limit=500&fieldSelector={Uri.EscapeDataString("spec.nodeName=" + node)}";
            JsonObject page = await server.GetAsync(next is null ? query : $"{query}&continue={Uri.EscapeDataString(next)}", cancel);
            pods.AddRange((page["items"] as JsonArray ?? []).Select(pod => DrainedPod.Read(pod!)).OfType<DrainedPod>());
            next = page["metadata"]?["continue"]?.GetValue<string>();
        }
        while (!string.IsNullOrEmpty(next));
        return pods;
    }

    public async Task<(Eviction Outcome, string Message)> EvictAsync(DrainedPod pod, CancellationToken cancel)
    {
        try
        {
            _version ??= await VersionAsync(cancel);
            var body = new JsonObject
            {
                ["apiVersion"] = _version,
                ["kind"] = "Eviction",
                ["metadata"] = new JsonObject { ["name"] = pod.Name, ["namespace"] = pod.Namespace },
            };
            await server.PostAsync($"api/v1/namespaces/{pod.Namespace}/pods/{pod.Name}/eviction", body, cancel);
            return (Eviction.Evicted, "");
        }
        catch (ApiFailure failure)
        {
            Eviction outcome = failure.Code switch { 404 => Eviction.Gone, 429 => Eviction.Refused, _ => Eviction.Failed };
            return (outcome, failure.Message);
        }
    }

    private async Task<string> VersionAsync(CancellationToken cancel)
    {
        JsonObject list = await server.GetAsync("api/v1", cancel);
        JsonNode? eviction = (list["resources"] as JsonArray ?? []).FirstOrDefault(r => r?["name"]?.GetValue<string>() == "pods/eviction");
        return $"{eviction?["group"]?.GetValue<string>() ?? "policy"}/{eviction?["version"]?.GetValue<string>() ?? "v1"}";
    }
}
