using System.Text.Json.Serialization;

namespace Attestation.Gate.Kubernetes;

/// <summary>Kubernetes API, meta/v1 ObjectMeta: the members that the gate reads.</summary>
public sealed record ObjectMeta
{
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("namespace")]
    public string? Namespace { get; init; }

    [JsonPropertyName("uid")]
    public string? Uid { get; init; }

    /// <summary>Opaque; compared for equality only.</summary>
    [JsonPropertyName("resourceVersion")]
    public string? ResourceVersion { get; init; }

    [JsonPropertyName("creationTimestamp")]
    public DateTimeOffset? CreationTimestamp { get; init; }

    [JsonPropertyName("deletionTimestamp")]
    public DateTimeOffset? DeletionTimestamp { get; init; }

    [JsonPropertyName("labels")]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    [JsonPropertyName("annotations")]
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Kept because an object that is replaced without them loses them.</summary>
    [JsonPropertyName("finalizers")]
    public IReadOnlyList<string>? Finalizers { get; init; }

    [JsonPropertyName("generateName")]
    public string? GenerateName { get; init; }

    [JsonPropertyName("ownerReferences")]
    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }
}

/// <summary>Kubernetes API, meta/v1 OwnerReference.</summary>
public sealed record OwnerReference(
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("controller")] bool? Controller = null,
    [property: JsonPropertyName("apiVersion")] string? ApiVersion = null,
    [property: JsonPropertyName("uid")] string? Uid = null,
    [property: JsonPropertyName("blockOwnerDeletion")] bool? BlockOwnerDeletion = null);

/// <summary>What every object of the API has.</summary>
public interface IKubernetesObject
{
    ObjectMeta Metadata { get; }
}
