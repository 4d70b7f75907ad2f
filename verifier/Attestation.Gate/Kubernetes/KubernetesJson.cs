using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Attestation.Gate.Kubernetes;

/// <summary>Readers and writers of the API's documents, made at compile time.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Node))]
[JsonSerializable(typeof(ObjectList<Node>))]
[JsonSerializable(typeof(WatchEvent<Node>))]
[JsonSerializable(typeof(CertificateSigningRequest))]
[JsonSerializable(typeof(ObjectList<CertificateSigningRequest>))]
[JsonSerializable(typeof(WatchEvent<CertificateSigningRequest>))]
[JsonSerializable(typeof(Lease))]
[JsonSerializable(typeof(Secret))]
[JsonSerializable(typeof(ApiStatus))]
[JsonSerializable(typeof(WatchHead))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class KubernetesJson : JsonSerializerContext;

/// <summary>A list as the API answers it.</summary>
public sealed record ObjectList<T>
{
    [JsonPropertyName("metadata")]
    public ListMeta Metadata { get; init; } = new();

    [JsonPropertyName("items")]
    public IReadOnlyList<T> Items { get; init; } = [];
}

/// <summary>meta/v1 ListMeta.</summary>
public sealed record ListMeta
{
    [JsonPropertyName("resourceVersion")]
    public string? ResourceVersion { get; init; }

    /// <summary>Token of the next page; absent on the last one.</summary>
    [JsonPropertyName("continue")]
    public string? Continue { get; init; }
}

/// <summary>One line of a watch.</summary>
public sealed record WatchEvent<T>
{
    [JsonPropertyName("type")]
    public string Type { get; init; } = "";

    [JsonPropertyName("object")]
    public required T Object { get; init; }
}

/// <summary>The part of a watch line that tells how to read the rest.</summary>
public sealed record WatchHead
{
    [JsonPropertyName("type")]
    public string Type { get; init; } = "";

    /// <summary>Status of an ERROR line; the bookmark's object otherwise.</summary>
    [JsonPropertyName("object")]
    public WatchHeadObject? Object { get; init; }
}

/// <summary>What bookmarks and errors have.</summary>
public sealed record WatchHeadObject
{
    [JsonPropertyName("metadata")]
    public ObjectMeta? Metadata { get; init; }

    [JsonPropertyName("code")]
    public int? Code { get; init; }

    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }
}
