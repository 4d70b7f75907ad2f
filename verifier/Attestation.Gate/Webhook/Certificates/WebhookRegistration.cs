using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Gate.Kubernetes;

namespace Attestation.Gate.Webhook.Certificates;

/// <summary>The ValidatingWebhookConfiguration (admissionregistration.k8s.io/v1) by which the API server knows this webhook.</summary>
/// <param name="server">The API server.</param>
/// <param name="name">Its name.</param>
internal sealed class WebhookRegistration(ApiServer server, string name)
{
    private readonly string path = $"apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/{Uri.EscapeDataString(name)}";

    /// <summary>Null where there is none.</summary>
    public async Task<JsonObject?> ReadAsync(CancellationToken cancel)
    {
        try
        {
            return await server.GetAsync(path, cancel);
        }
        catch (ApiFailure failure) when (failure.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>What keeps the API server from asking; each is gate.webhook.registration.</summary>
    public IReadOnlyList<string> Faults(JsonObject? configuration)
    {
        if (configuration is null)
            return [$"there is no ValidatingWebhookConfiguration {name}"];
        using JsonDocument document = JsonDocument.Parse(configuration.ToJsonString());
        return RegistrationCheck.Faults(document.RootElement);
    }

    /// <summary>Does every entry of the configuration believe this certificate authority?</summary>
    public static bool Believes(JsonObject configuration, byte[] authority)
    {
        JsonObject[] clients = [.. Clients(configuration)];
        return clients.Length > 0 && clients.All(client => Bundle(client).AsSpan().IndexOf(authority) >= 0);
    }

    /// <summary>Writes a bundle into every entry that has another one.</summary>
    /// <returns>How many entries were changed.</returns>
    /// <exception cref="ApiFailure">Also where somebody else changed it meanwhile: read again.</exception>
    public async Task<int> BelieveAsync(JsonObject configuration, byte[] bundle, CancellationToken cancel)
    {
        string wanted = Convert.ToBase64String(bundle);
        JsonNode[] changes = [.. Clients(configuration).Select((client, i) => (client, i))
            .Where(entry => (entry.client["caBundle"] as JsonValue)?.ToString() != wanted)
            .Select(entry => Operation("add", $"/webhooks/{entry.i}/clientConfig/caBundle", wanted))];
        if (changes.Length == 0)
            return 0;
        string version = configuration["metadata"]?["resourceVersion"]?.ToString() ?? "";
        var patch = new JsonArray([Operation("test", "/metadata/resourceVersion", version), .. changes]);
        await server.RequestAsync(HttpMethod.Patch, path, patch, "application/json-patch+json", cancel);
        return changes.Length;
    }

    private static IEnumerable<JsonObject> Clients(JsonObject configuration) =>
        (configuration["webhooks"] as JsonArray ?? []).Select(hook => hook?["clientConfig"] as JsonObject ?? []);

    private static byte[] Bundle(JsonObject client)
    {
        string text = (client["caBundle"] as JsonValue)?.ToString() ?? "";
        byte[] bytes = new byte[Encoding.ASCII.GetMaxByteCount(text.Length)];
        return Convert.TryFromBase64String(text, bytes, out int written) ? bytes[..written] : [];
    }

    private static JsonObject Operation(string operation, string at, string value) => new() { ["op"] = operation, ["path"] = at, ["value"] = value };
}
