using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Cluster.Webhook;

/// <summary>The ValidatingWebhookConfiguration of the manifests, calling gates on this machine by address.</summary>
internal static class Registration
{
    public const string Name = "attest-gate";

    private const string Collection = "apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", Route = "/admission/v1/nodes";

    public const string Path = Collection + "/" + Name;

    /// <summary>Applies the manifest's entries, once for each gate: all of them are asked about every request.</summary>
    public static async Task RegisterAsync(this KubeCluster cluster, params int[] ports)
    {
        var applied = (JsonObject)JsonNode.Parse(await cluster.KubectlOutputAsync("create", "--dry-run=client", "-o", "json", "-f", Manifests.Path("gate/webhook.yaml")))!;
        JsonNode[] entries = [.. applied["webhooks"]!.AsArray().Select(entry => entry!.DeepClone())];
        applied["webhooks"] = new JsonArray([.. ports.SelectMany(port => entries.Select(entry => CallingAt(entry.DeepClone(), port)))]);
        _ = (await cluster.Admin.PostAsync(Collection, applied)).Document;
    }

    /// <summary>Waits until a gate has written its authority into every entry, and the API server has taken it up.</summary>
    /// <param name="node">An exempt node, which is created.</param>
    public static async Task TrustedAsync(this KubeCluster cluster, string node)
    {
        await cluster.Admin.UntilAsync(Path, c => c.GetProperty("webhooks").EnumerateArray().All(w => w.GetProperty("clientConfig").TryGetProperty("caBundle", out _)), "given a caBundle");
        await cluster.AdmittedAsync(node);
    }

    /// <summary>Creates a node as administrator, again and again until the webhook lets it.</summary>
    public static async Task AdmittedAsync(this KubeCluster cluster, string node)
    {
        KubeAnswer answer = await cluster.Admin.RegisterAsync(node);
        for (DateTime end = DateTime.UtcNow.AddSeconds(60); !answer.IsGood && DateTime.UtcNow < end; answer = await cluster.Admin.RegisterAsync(node))
            await Task.Delay(100);
        _ = answer.Document;
    }

    /// <summary>PEM of the authorities that the API server believes.</summary>
    public static async Task<string> BundleAsync(this KubeCluster cluster)
    {
        JsonElement entry = (await cluster.Admin.GetAsync(Path)).Document.GetProperty("webhooks")[0];
        return System.Text.Encoding.ASCII.GetString(entry.GetProperty("clientConfig").GetProperty("caBundle").GetBytesFromBase64());
    }

    private static JsonNode CallingAt(JsonNode entry, int port)
    {
        entry["name"] = $"p{port}.{entry["name"]}";
        entry["clientConfig"] = new JsonObject { ["url"] = $"https://127.0.0.1:{port}{Route}" };
        return entry;
    }
}
