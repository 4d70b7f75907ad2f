using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attestation.Verifier.Http;

/// <summary>What <c>/.well-known/veraison/*</c> tells (Veraison discovery API).</summary>
/// <param name="EarVerificationKey">Key that verifies results; only of the verification service.</param>
/// <param name="MediaTypes">What the service reads.</param>
/// <param name="Version">This program's version.</param>
/// <param name="ServiceState"><c>READY</c>: a service that is not does not answer.</param>
/// <param name="ApiEndpoints">Name to path.</param>
public sealed record DiscoveryDocument(
    [property: JsonPropertyName("ear-verification-key")] JsonElement? EarVerificationKey,
    [property: JsonPropertyName("media-types")] IReadOnlyList<string> MediaTypes,
    [property: JsonPropertyName("version")] string Version,
    [property: JsonPropertyName("service-state")] string ServiceState,
    [property: JsonPropertyName("api-endpoints")] IReadOnlyDictionary<string, string> ApiEndpoints);

/// <summary>RFC 7517 section 5.</summary>
public sealed record JwkSet([property: JsonPropertyName("keys")] IReadOnlyList<JsonElement> Keys);

/// <summary>Answer of the health endpoints.</summary>
public sealed record HealthDocument(string Status);
