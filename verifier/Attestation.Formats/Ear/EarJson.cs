using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Attestation.Formats.Jose;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ear;

/// <summary>The JSON form of a result, in both dialects: the payload of the JWT.</summary>
public static class EarJson
{
    public static bool TryParse(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out EarClaims? claims, out ParseError error)
    {
        claims = null;
        if (!StrictJson.TryParse(utf8, out JsonElement root, out error))
            return false;
        try
        {
            claims = Read(root);
            return true;
        }
        catch (EarDefect defect)
        {
            error = new ParseError(defect.Code, 0, defect.Path);
            return false;
        }
    }

    public static byte[] Write(EarClaims claims)
    {
        EarNames names = EarNames.Of(claims.Dialect);
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("eat_profile", claims.Profile);
            writer.WriteNumber("iat", claims.IssuedAt);
            if (claims.Expiration is { } expiration)
                writer.WriteNumber("exp", expiration);
            WriteNonces(writer, claims.Nonces);
            writer.WriteStartObject(names.VerifierId);
            writer.WriteString("developer", claims.VerifierDeveloper);
            writer.WriteString("build", claims.VerifierBuild);
            writer.WriteEndObject();
            if (claims.RawEvidence is { } evidence)
                writer.WriteString(names.RawEvidence, StrictBase64Url.Encode(evidence.Span));
            writer.WriteStartObject("submods");
            foreach ((string name, EarAppraisal appraisal) in claims.Submodules.OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                writer.WritePropertyName(name);
                WriteAppraisal(writer, appraisal, claims.Dialect);
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static EarClaims Read(JsonElement root)
    {
        EarDefect.Unless(root.ValueKind == JsonValueKind.Object, EarReasons.Claim, "");
        string profile = Text(Required(root, "eat_profile", ""), EarReasons.Profile, "eat_profile");
        EarDialect dialect = EarNames.DialectOf(profile) ?? throw new EarDefect(EarReasons.Profile, "eat_profile");
        EarNames names = EarNames.Of(dialect);
        JsonElement verifier = Required(root, names.VerifierId, "");
        JsonElement submodules = Required(root, "submods", "");
        EarDefect.Unless(submodules.ValueKind == JsonValueKind.Object && submodules.EnumerateObject().Any(), EarReasons.Submodules, "submods");
        return new EarClaims
        {
            Dialect = dialect,
            IssuedAt = Integer(Required(root, "iat", ""), "iat"),
            Expiration = root.TryGetProperty("exp", out JsonElement exp) ? Integer(exp, "exp") : null,
            Nonces = root.TryGetProperty("eat_nonce", out JsonElement nonce) ? ReadNonces(nonce) : [],
            VerifierDeveloper = VerifierText(verifier, "developer", names.VerifierId),
            VerifierBuild = VerifierText(verifier, "build", names.VerifierId),
            RawEvidence = root.TryGetProperty(names.RawEvidence, out JsonElement raw) ? Bytes(raw, EarReasons.Claim, names.RawEvidence) : (ReadOnlyMemory<byte>?)null,
            Submodules = submodules.EnumerateObject().ToDictionary(p => p.Name, p => EarAppraisalJson.Read(p.Value, dialect, "submods/" + p.Name), StringComparer.Ordinal),
        };
    }

    private static string VerifierText(JsonElement verifier, string name, string path)
    {
        EarDefect.Unless(verifier.ValueKind == JsonValueKind.Object && verifier.TryGetProperty(name, out _), EarReasons.VerifierId, path);
        return Text(verifier.GetProperty(name), EarReasons.VerifierId, path);
    }

    private static ReadOnlyMemory<byte>[] ReadNonces(JsonElement nonce)
    {
        JsonElement[] list = nonce.ValueKind == JsonValueKind.Array ? [.. nonce.EnumerateArray()] : [nonce];
        ReadOnlyMemory<byte>[] nonces = [.. list.Select(n => Bytes(n, EarReasons.Nonce, "eat_nonce"))];
        EarDefect.Unless(nonces.Length > 0 && nonces.All(n => n.Length is >= 8 and <= 64), EarReasons.Nonce, "eat_nonce");
        return nonces;
    }

    internal static JsonElement Required(JsonElement parent, string name, string path) =>
        parent.TryGetProperty(name, out JsonElement value) ? value : throw new EarDefect(EarReasons.Missing, path.Length == 0 ? name : $"{path}/{name}");

    internal static string Text(JsonElement element, ReasonCode code, string path) => StrictJson.TryText(element, out string text) ? text : throw new EarDefect(code, path);

    internal static ReadOnlyMemory<byte> Bytes(JsonElement element, ReasonCode code, string path) =>
        StrictJson.TryText(element, out string text) && StrictBase64Url.TryDecode(text, out byte[] bytes) ? bytes : throw new EarDefect(code, path);

    private static long Integer(JsonElement element, string path) => StrictJson.TryInteger(element, out long value) ? value : throw new EarDefect(EarReasons.Claim, path);

    private static void WriteNonces(Utf8JsonWriter writer, IReadOnlyList<ReadOnlyMemory<byte>> nonces)
    {
        if (nonces.Count == 1)
            writer.WriteString("eat_nonce", StrictBase64Url.Encode(nonces[0].Span));
        if (nonces.Count < 2)
            return;
        writer.WriteStartArray("eat_nonce");
        foreach (ReadOnlyMemory<byte> nonce in nonces)
            writer.WriteStringValue(StrictBase64Url.Encode(nonce.Span));
        writer.WriteEndArray();
    }

    private static void WriteAppraisal(Utf8JsonWriter writer, EarAppraisal appraisal, EarDialect dialect) => EarAppraisalJson.Write(writer, appraisal, dialect);
}
