using System.Text.Json;

namespace Attestation.Gate.Webhook;

/// <summary>
/// Does a ValidatingWebhookConfiguration (admissionregistration.k8s.io/v1) have the API server ask this webhook about every node? A webhook that nobody
/// asks looks enforced and is not, so each way of not being asked is named.
/// </summary>
public static class RegistrationCheck
{
    private static readonly (string Operation, string Resource, bool MustFail)[] Needed =
    [
        ("CREATE", "nodes", true), ("UPDATE", "nodes", true), ("UPDATE", "nodes/status", false),
    ];

    /// <param name="configuration">The stored object.</param>
    /// <returns>What is wrong, one sentence each; empty where all is well. Each is gate.webhook.registration.</returns>
    public static IReadOnlyList<string> Faults(JsonElement configuration)
    {
        JsonElement[] hooks = [.. Items(configuration, "webhooks").Where(IsOurs)];
        return [.. Needed.Select(need => Fault(hooks, need)).OfType<string>().Distinct()];
    }

    /// <summary>The entry calls this webhook's path; which host that is, the certificate decides.</summary>
    private static bool IsOurs(JsonElement hook)
    {
        if (!hook.TryObject("clientConfig", out JsonElement client))
            return false;
        if (client.TryObject("service", out JsonElement service))
            return service.Text("path") == WebhookPart.Path;
        return client.Text("url") is { } url && Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && parsed.AbsolutePath == WebhookPart.Path;
    }

    private static string? Fault(JsonElement[] hooks, (string Operation, string Resource, bool MustFail) need)
    {
        JsonElement[] covering = [.. hooks.Where(hook => Items(hook, "rules").Any(rule => Covers(rule, need.Operation, need.Resource)))];
        if (covering.Length == 0)
            return $"no entry asks {WebhookPart.Path} about {need.Operation} of {need.Resource}";
        string?[] faults = [.. covering.Select(hook => FaultOf(hook, need.MustFail))];
        return faults.Contains(null) ? null : faults[0];
    }

    private static string? FaultOf(JsonElement hook, bool mustFail)
    {
        string name = hook.Text("name") ?? "?";
        if (mustFail && hook.Text("failurePolicy") is { } policy && policy != "Fail") // absent means Fail in v1
            return $"failurePolicy of {name} is {policy}: nodes pass while the gate is away";
        if (Selects(hook, "objectSelector") || Selects(hook, "namespaceSelector"))
            return $"{name} has a selector, which leaves nodes out";
        if (mustFail && Items(hook, "matchConditions").Any())
            return $"{name} has matchConditions, which leave requests out";
        if (!Has(hook, "admissionReviewVersions", "v1"))
            return $"{name} does not offer AdmissionReview v1";
        return hook.Text("sideEffects") is "None" or "NoneOnDryRun" ? null : $"sideEffects of {name} make dry runs fail";
    }

    private static bool Covers(JsonElement rule, string operation, string resource) =>
        Has(rule, "apiGroups", "", "*")
        && Has(rule, "apiVersions", "v1", "*")
        && Has(rule, "operations", operation, "*")
        && Has(rule, "resources", resource, "*/*", resource.Contains('/') ? resource[..resource.IndexOf('/')] + "/*" : "*")
        && rule.Text("scope") is null or "*" or "Cluster";

    private static bool Selects(JsonElement hook, string selector) =>
        hook.TryObject(selector, out JsonElement given) && (Items(given, "matchExpressions").Any() || given.TryObject("matchLabels", out JsonElement labels) && labels.EnumerateObject().Any());

    private static bool Has(JsonElement holder, string list, params string[] any) =>
        Items(holder, list).Any(item => item.ValueKind == JsonValueKind.String && any.Contains(item.GetString()));

    private static IEnumerable<JsonElement> Items(JsonElement holder, string list) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(list, out JsonElement items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];
}
