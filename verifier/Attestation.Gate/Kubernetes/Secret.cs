using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Attestation.Gate.Kubernetes;

/// <summary>Kubernetes API, core/v1 Secret. Its values are bytes, so that they can be wiped.</summary>
public sealed record Secret : IKubernetesObject
{
    [JsonPropertyName("metadata")]
    public required ObjectMeta Metadata { get; init; }

    [JsonPropertyName("type")]
    public string? Type { get; init; }

    [JsonPropertyName("data")]
    public Dictionary<string, byte[]>? Data { get; init; }

    public void Wipe()
    {
        foreach (byte[] value in Data?.Values ?? Enumerable.Empty<byte[]>())
            CryptographicOperations.ZeroMemory(value);
    }
}
