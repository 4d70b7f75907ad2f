using System.Text.Json.Nodes;
using Attestation.Cli.Inputs;
using Attestation.Cli.Output;
using Attestation.Formats;
using Attestation.Formats.Cmw;
using Attestation.Formats.Ear;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;

namespace Attestation.Cli.Inspecting;

/// <summary>Text forms (JWT, JWK, CMW in JSON) and CMWs in CBOR.</summary>
internal static class WrapperInspection
{
    internal static Description? Json(InputFile file, string text)
    {
        if (Jwk.TryParse(text, out VerificationKey key, out ParseError error))
            return PlainInspection.Key("public key (JWK)", key);
        if (DocumentInspection.Json(file) is { } document)
            return document;
        if (text.Contains("\"kty\"", StringComparison.Ordinal))
            throw CliFailure.Malformed(file.Name, error); // a private key, above all: that must be said, and its content not shown
        return CmwMessage.TryParseJson(file.Bytes, out CmwMessage? message, out _) ? Cmw(message, "JSON") : null;
    }

    internal static Description? Cbor(ReadOnlyMemory<byte> bytes) => CmwMessage.TryParseCbor(bytes, out CmwMessage? message, out _, bytes.Length) ? Cmw(message, "CBOR") : null;

    /// <summary>A JWT's header and claims, as they stand: nothing in them is verified.</summary>
    internal static Description? Jwt(string text)
    {
        if (!UnverifiedEar.TryParseJwt(text, out UnverifiedEar? ear, out _))
            return null;
        byte[] payload = System.Buffers.Text.Base64Url.DecodeFromChars(text.Split('.')[1]);
        var facts = new JsonObject { ["algorithm"] = StandardNames.Of(ear.Algorithm), ["keyId"] = ear.KeyId };
        try
        {
            facts["claims"] = JsonNode.Parse(payload);
        }
        catch (System.Text.Json.JsonException)
        {
            return new Description("JWT", facts, (string[])["its payload is not JSON"]);
        }
        bool result = facts["claims"] is JsonObject claims && claims["eat_profile"]?.ToString() is EarClaims.DraftProfile or EarClaims.DeployedProfile;
        return new Description(result ? "attestation result (EAR, JWT)" : "JWT", facts);
    }

    private static Description Cmw(CmwMessage message, string form) => message switch
    {
        CmwRecord record => new Description($"CMW record ({form})", Record(record)),
        CmwCollection collection => new Description($"CMW collection ({form})", Collection(collection)),
        _ => new Description($"CMW ({form})", []),
    };

    private static JsonObject Record(CmwRecord record) => new()
    {
        ["mediaType"] = record.MediaType,
        ["contentFormat"] = record.ContentFormat,
        ["indicator"] = record.Indicator?.ToString(),
        ["bytes"] = record.Value.Length,
    };

    private static JsonObject Collection(CmwCollection collection) => new()
    {
        ["type"] = collection.Type,
        ["entry"] = new JsonArray([.. collection.Entries.Select(e => Entry(e.Key.ToString(), e.Value))]),
    };

    private static JsonObject Entry(string label, CmwMessage message)
    {
        JsonObject json = message is CmwRecord record ? Record(record) : Collection((CmwCollection)message);
        json["label"] = label;
        return json;
    }
}
