using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attestation.Gate.Verdicts;

/// <summary>Answer of the verifier's <c>GET /api/v1/verdicts</c> (docs/verifier-api.md): the members that the gate reads.</summary>
public sealed record FeedDocument
{
    /// <summary>Up to where this answer goes; the next question begins behind it.</summary>
    [JsonPropertyName("sequence")]
    public required long Sequence { get; init; }

    /// <summary>Which database the sequence belongs to.</summary>
    [JsonPropertyName("store")]
    public string? Store { get; init; }

    [JsonPropertyName("verdicts")]
    public required IReadOnlyList<FeedVerdict> Verdicts { get; init; }
}

/// <summary>The latest verdict of one node. What is not in its signed result is believed only where it takes away.</summary>
public sealed record FeedVerdict
{
    [JsonPropertyName("sequence")]
    public required long Sequence { get; init; }

    /// <summary>Name of the attestation key, hex.</summary>
    [JsonPropertyName("node")]
    public required string Node { get; init; }

    [JsonPropertyName("nodeName")]
    public string? NodeName { get; init; }

    /// <summary>current, revoked, retired or superseded.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    [JsonPropertyName("appraisal")]
    public string? Appraisal { get; init; }

    /// <summary>When the appraisal was made.</summary>
    [JsonPropertyName("at")]
    public DateTimeOffset? At { get; init; }

    /// <summary>The signed result, as JWT; it counts in the state current only.</summary>
    [JsonPropertyName("ear")]
    public string? Ear { get; init; }
}

/// <summary>Answer of <c>/.well-known/veraison/verification</c>: the member that the gate reads.</summary>
public sealed record DiscoveryAnswer([property: JsonPropertyName("ear-verification-key")] JsonElement? ResultKey);

/// <summary>Readers of the verifier's documents, made at compile time.</summary>
[JsonSourceGenerationOptions(AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(FeedDocument))]
[JsonSerializable(typeof(DiscoveryAnswer))]
internal sealed partial class FeedJson : JsonSerializerContext;
