using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Cluster;

/// <summary>A bootstrap token of Kubernetes: six characters of id, sixteen of secret.</summary>
internal sealed record BootstrapToken(string Id, string SecretPart)
{
    /// <summary>Who asks with it.</summary>
    public string Username => $"system:bootstrap:{Id}";

    /// <summary>The Secret in kube-system that makes it valid.</summary>
    public JsonNode Secret(string group, TimeSpan life) => new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = $"bootstrap-token-{Id}", ["namespace"] = "kube-system" },
        ["type"] = "bootstrap.kubernetes.io/token",
        ["stringData"] = new JsonObject
        {
            ["token-id"] = Id,
            ["token-secret"] = SecretPart,
            ["expiration"] = $"{DateTime.UtcNow + life:yyyy-MM-ddTHH:mm:ssZ}",
            ["usage-bootstrap-authentication"] = "true",
            ["auth-extra-groups"] = $"system:bootstrappers:{group}",
        },
    };

    /// <summary>As a bearer presents it.</summary>
    public override string ToString() => $"{Id}.{SecretPart}";
}
