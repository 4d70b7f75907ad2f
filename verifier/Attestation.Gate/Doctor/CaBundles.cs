using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Attestation.Gate.Doctor;

/// <summary>The caBundle of every entry of a ValidatingWebhookConfiguration: whom the API server believes that it talks to the gate.</summary>
internal static class CaBundles
{
    /// <returns>What is wrong, one sentence each.</returns>
    public static IEnumerable<string> Faults(JsonElement configuration, DateTimeOffset now)
    {
        if (!configuration.TryGetProperty("webhooks", out JsonElement hooks) || hooks.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (JsonElement hook in hooks.EnumerateArray())
        {
            string name = hook.TryGetProperty("name", out JsonElement given) ? given.GetString() ?? "?" : "?";
            bool has = hook.TryGetProperty("clientConfig", out JsonElement client) & client.ValueKind == JsonValueKind.Object && client.TryGetProperty("caBundle", out _);
            string? fault = has ? Fault(client.GetProperty("caBundle"), now) : "is absent: the API server asks the system's authorities";
            if (fault is not null)
                yield return $"caBundle of {name} {fault}";
        }
    }

    private static string? Fault(JsonElement bundle, DateTimeOffset now)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPem(Encoding.ASCII.GetString(bundle.GetBytesFromBase64()));
            if (authorities.Count == 0)
                return "holds no certificate";
            return authorities.Any(c => c.NotBefore <= now && now < c.NotAfter) ? null : $"has ended at {authorities.Max(c => c.NotAfter).ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ}";
        }
        catch (Exception e) when (e is CryptographicException or FormatException or InvalidOperationException)
        {
            return $"cannot be read: {e.Message}";
        }
    }
}
