using System.Text.Json.Serialization;

namespace Attestation.Gate.Kubernetes;

/// <summary>Kubernetes API, core/v1 Node: the members that the gate reads. It changes nodes by patches only, so nothing else is lost.</summary>
public sealed record Node : IKubernetesObject
{
    [JsonPropertyName("metadata")]
    public required ObjectMeta Metadata { get; init; }

    [JsonPropertyName("spec")]
    public NodeSpec Spec { get; init; } = new();

    [JsonPropertyName("status")]
    public NodeStatus Status { get; init; } = new();
}

/// <summary>core/v1 NodeSpec.</summary>
public sealed record NodeSpec
{
    [JsonPropertyName("taints")]
    public IReadOnlyList<Taint>? Taints { get; init; }

    [JsonPropertyName("unschedulable")]
    public bool Unschedulable { get; init; }

    [JsonPropertyName("providerID")]
    public string? ProviderId { get; init; }
}

/// <summary>core/v1 Taint.</summary>
/// <param name="Key">Qualified name.</param>
/// <param name="Effect">NoSchedule, PreferNoSchedule or NoExecute.</param>
/// <param name="Value">May be absent.</param>
/// <param name="TimeAdded">Set by the API server for NoExecute.</param>
public sealed record Taint(
    [property: JsonPropertyName("key")] string Key,
    [property: JsonPropertyName("effect")] string Effect,
    [property: JsonPropertyName("value")] string? Value = null,
    [property: JsonPropertyName("timeAdded")] DateTimeOffset? TimeAdded = null);

/// <summary>core/v1 NodeStatus.</summary>
public sealed record NodeStatus
{
    [JsonPropertyName("addresses")]
    public IReadOnlyList<NodeAddress>? Addresses { get; init; }

    [JsonPropertyName("conditions")]
    public IReadOnlyList<NodeCondition>? Conditions { get; init; }
}

/// <summary>core/v1 NodeAddress.</summary>
/// <param name="Type">Hostname, InternalIP, InternalDNS, ExternalIP or ExternalDNS.</param>
/// <param name="Address">Name or address.</param>
public sealed record NodeAddress([property: JsonPropertyName("type")] string Type, [property: JsonPropertyName("address")] string Address);

/// <summary>core/v1 NodeCondition.</summary>
public sealed record NodeCondition
{
    [JsonPropertyName("type")]
    public string Type { get; init; } = "";

    /// <summary>True, False or Unknown.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("lastHeartbeatTime")]
    public DateTimeOffset? LastHeartbeatTime { get; init; }

    [JsonPropertyName("lastTransitionTime")]
    public DateTimeOffset? LastTransitionTime { get; init; }
}
