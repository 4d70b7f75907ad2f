using System.Text.Json;

namespace Attestation.Cli.Inputs;

/// <summary>The documents in which a verifier publishes its key: a JWK Set (RFC 7517 section 5), or the discovery document with its ear-verification-key.</summary>
internal static class PublishedKeys
{
    /// <summary>The JWK that is meant; the text itself where it is no such document.</summary>
    internal static string Pick(InputFile file, string text, string? keyId)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            if (document.RootElement.TryGetProperty("ear-verification-key", out JsonElement published) && published.ValueKind == JsonValueKind.Object)
                return published.GetRawText();
            if (!document.RootElement.TryGetProperty("keys", out JsonElement keys) || keys.ValueKind != JsonValueKind.Array)
                return text;
            JsonElement[] candidates = [.. keys.EnumerateArray().Where(key => key.ValueKind == JsonValueKind.Object && (keyId is null || HasId(key, keyId)))];
            return candidates.Length == 1
                ? candidates[0].GetRawText()
                : throw CliFailure.Usage($"{file.Name} holds {candidates.Length} keys {(keyId is null ? "" : $"with id {keyId}")}", "Name a file with the one key that is meant.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: text that is not UTF-8, found when it is read
        {
            return text; // the reader of JWKs says what is wrong with it
        }
    }

    private static bool HasId(JsonElement key, string id) =>
        key.TryGetProperty("kid", out JsonElement kid) && kid.ValueKind == JsonValueKind.String && kid.GetString() == id;
}
