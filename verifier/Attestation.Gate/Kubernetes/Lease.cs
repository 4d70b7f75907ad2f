using System.Text.Json.Serialization;

namespace Attestation.Gate.Kubernetes;

/// <summary>Kubernetes API, coordination.k8s.io/v1 Lease.</summary>
public sealed record Lease : IKubernetesObject
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; init; } = "coordination.k8s.io/v1";

    [JsonPropertyName("kind")]
    public string Kind { get; init; } = "Lease";

    [JsonPropertyName("metadata")]
    public required ObjectMeta Metadata { get; init; }

    [JsonPropertyName("spec")]
    public LeaseSpec Spec { get; init; } = new();
}

/// <summary>coordination.k8s.io/v1 LeaseSpec; times are MicroTime, with six digits of seconds.</summary>
public sealed record LeaseSpec
{
    [JsonPropertyName("holderIdentity")]
    public string? HolderIdentity { get; init; }

    [JsonPropertyName("leaseDurationSeconds")]
    public int? LeaseDurationSeconds { get; init; }

    [JsonPropertyName("acquireTime")]
    public string? AcquireTime { get; init; }

    [JsonPropertyName("renewTime")]
    public string? RenewTime { get; init; }

    [JsonPropertyName("leaseTransitions")]
    public int? LeaseTransitions { get; init; }
}
