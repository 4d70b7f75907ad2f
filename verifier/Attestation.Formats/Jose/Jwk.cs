using System.Text;
using System.Text.Json;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Jose;

/// <summary>JSON Web Key (RFC 7517; RFC 7518 section 6.2 for EC, RFC 8037 section 2 for OKP), public keys only.</summary>
public static class Jwk
{
    public static bool TryParse(string json, out VerificationKey key, out ParseError error) => TryParse(Encoding.UTF8.GetBytes(json), out key, out error);

    public static bool TryParse(ReadOnlyMemory<byte> utf8, out VerificationKey key, out ParseError error)
    {
        key = null!;
        return StrictJson.TryParse(utf8, out JsonElement root, out error) && TryRead(root, out key, out error);
    }

    internal static bool TryRead(JsonElement jwk, out VerificationKey key, out ParseError error)
    {
        key = null!;
        if (jwk.ValueKind != JsonValueKind.Object)
            return Refuse(JsonReasons.JwkMalformed, out error);
        if (jwk.TryGetProperty("d", out _))
            return Refuse(JsonReasons.JwkPrivate, out error);
        KeyKind? kind = (Text(jwk, "kty"), Text(jwk, "crv")) switch
        {
            ("EC", "P-256") => KeyKind.P256,
            ("EC", "P-384") => KeyKind.P384,
            ("EC", "P-521") => KeyKind.P521,
            ("OKP", "Ed25519") => KeyKind.Ed25519,
            _ => null,
        };
        if (kind is null)
            return Refuse(JsonReasons.JwkType, out error);
        int size = kind switch { KeyKind.P384 => 48, KeyKind.P521 => 66, _ => 32 };
        if (!TryCoordinate(jwk, "x", size, out byte[] x))
            return Refuse(JsonReasons.JwkMalformed, out error);
        if (kind == KeyKind.Ed25519)
            return VerificationKey.TryFromEd25519(x, out key, out error);
        return TryCoordinate(jwk, "y", size, out byte[] y)
            ? VerificationKey.TryFromPoint(kind.Value, [.. x, .. y], out key, out error)
            : Refuse(JsonReasons.JwkMalformed, out error);
    }

    /// <summary>The key as a JSON object.</summary>
    public static string Write(VerificationKey key, string? keyId = null)
    {
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            WriteTo(writer, key, keyId);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>kty, crv, x, y, alg, use, kid.</summary>
    public static void WriteTo(Utf8JsonWriter writer, VerificationKey key, string? keyId = null)
    {
        ReadOnlySpan<byte> point = key.PublicBytes.Span;
        bool okp = key.Kind == KeyKind.Ed25519;
        int size = okp ? point.Length : point.Length / 2;
        writer.WriteStartObject();
        writer.WriteString("kty", okp ? "OKP" : "EC");
        writer.WriteString("crv", key.Kind switch { KeyKind.Ed25519 => "Ed25519", KeyKind.P256 => "P-256", KeyKind.P384 => "P-384", _ => "P-521" });
        writer.WriteString("x", StrictBase64Url.Encode(point[..size]));
        if (!okp)
            writer.WriteString("y", StrictBase64Url.Encode(point[size..]));
        writer.WriteString("alg", UnverifiedJws.NameOf(key.DefaultAlgorithm));
        writer.WriteString("use", "sig");
        if (keyId is not null)
            writer.WriteString("kid", keyId);
        writer.WriteEndObject();
    }

    private static string Text(JsonElement jwk, string name) => jwk.TryGetProperty(name, out JsonElement value) && StrictJson.TryText(value, out string text) ? text : "";

    private static bool TryCoordinate(JsonElement jwk, string name, int size, out byte[] bytes) =>
        StrictBase64Url.TryDecode(Text(jwk, name), out bytes) && bytes.Length == size;

    private static bool Refuse(ReasonCode code, out ParseError error)
    {
        error = new ParseError(code, 0, "");
        return false;
    }
}
