using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Cluster;

/// <summary>verifier/deploy/kubernetes on the real API server.</summary>
internal static class Manifests
{
    public const string Account = "attest-gate";

    /// <summary>What gives the gate its rights.</summary>
    public static readonly string[] RightsFiles =
        [.. Directory.GetFiles(Path("gate"), "rbac-*.yaml").Select(file => "gate/" + System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>A file or folder of verifier/deploy/kubernetes.</summary>
    public static string Path(string name) => System.IO.Path.Combine(ClusterPrograms.RepositoryRoot, "verifier", "deploy", "kubernetes", name);

    /// <summary>The gate's own account with the rights of the manifests, and nothing else of them.</summary>
    /// <returns>A kubeconfig with a token of that account.</returns>
    public static async Task<string> ApplyRightsAsync(this KubeCluster cluster, string folder)
    {
        await cluster.KubectlOutputAsync(["apply", "-f", Path("gate/service-account.yaml"), .. RightsFiles.SelectMany(file => (string[])["-f", Path(file)])]);
        string path = System.IO.Path.Combine(folder, "gate.kubeconfig");
        await File.WriteAllTextAsync(path, cluster.Kubeconfig(await TokenAsync(cluster)));
        return path;
    }

    /// <summary>A token as a pod would have it mounted.</summary>
    public static async Task<string> TokenAsync(KubeCluster cluster)
    {
        JsonObject request = (JsonObject)JsonNode.Parse("""{"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"expirationSeconds": 3600}}""")!;
        JsonElement made = (await cluster.Admin.PostAsync($"api/v1/namespaces/{KubeCluster.Namespace}/serviceaccounts/{Account}/token", request)).Document;
        return made.GetProperty("status").GetProperty("token").GetString()!;
    }
}
