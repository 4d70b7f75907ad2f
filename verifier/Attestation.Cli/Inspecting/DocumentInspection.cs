using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Appraisal.Policies;
using Attestation.Cli.Inputs;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;

namespace Attestation.Cli.Inspecting;

/// <summary>The JSON documents of policy and API: an appraisal, a session, a policy, published keys.</summary>
internal static class DocumentInspection
{
    internal static Description? Json(InputFile file)
    {
        if (PolicyReader.TryParse(file.Bytes, out Policy policy, out _))
            return new Description($"appraisal policy {policy.Id}", Parse(file) ?? []);
        if (Parse(file) is not { } document)
            return null;
        if (document["trustVector"] is not null && document["findings"] is JsonArray)
            return new Description("stored appraisal", document);
        if (document["nonce"] is not null && document["accept"] is JsonArray)
            return new Description("challenge-response session", document);
        if (document["ear-verification-key"] is JsonObject key)
            return Keys("discovery document of a verifier", [key]);
        return document["keys"] is JsonArray keys ? Keys("set of public keys (JWK Set)", keys) : null;
    }

    /// <summary>Only what a public key is read from is shown: a set with a private member in it is refused like a private JWK.</summary>
    private static Description? Keys(string kind, JsonArray keys)
    {
        var shown = new JsonArray();
        foreach (JsonNode? item in keys)
        {
            if (item is null || !Jwk.TryParse(item.ToJsonString(), out VerificationKey key, out _))
                return null;
            JsonObject facts = Values.Key(key);
            facts["keyId"] = item["kid"]?.ToString();
            shown.Add(facts);
        }
        return new Description(kind, new JsonObject { ["key"] = shown });
    }

    private static JsonObject? Parse(InputFile file)
    {
        try
        {
            return JsonNode.Parse(file.Bytes.Span, documentOptions: new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException) // the latter two: keys or text that only turn out wrong when read
        {
            return null;
        }
    }
}
