using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Jose;

/// <summary>JWS in compact serialization (RFC 7515 section 7.1). Algorithm and key id can be looked at; the payload comes out only through <see cref="Verify"/>.</summary>
public sealed class UnverifiedJws
{
    private readonly byte[] _signed;
    private readonly byte[] _payload;
    private readonly byte[] _signature;

    private UnverifiedJws(SignatureAlgorithm algorithm, string? keyId, byte[] signed, byte[] payload, byte[] signature) =>
        (Algorithm, KeyId, _signed, _payload, _signature) = (algorithm, keyId, signed, payload, signature);

    public SignatureAlgorithm Algorithm { get; }

    public string? KeyId { get; }

    public static bool TryParse(string token, [NotNullWhen(true)] out UnverifiedJws? jws, out ParseError error, int maxSize = StrictJson.DefaultMaxSize)
    {
        jws = null;
        if (token.Length > maxSize)
            return Refuse(JsonReasons.TooLarge, out error);
        string[] parts = token.Split('.', 4);
        if (parts.Length != 3 || !StrictBase64Url.TryDecode(parts[0], out byte[] header) || !StrictBase64Url.TryDecode(parts[1], out byte[] payload)
            || !StrictBase64Url.TryDecode(parts[2], out byte[] signature))
            return Refuse(JsonReasons.JwsStructure, out error);
        if (!StrictJson.TryParse(header, out JsonElement json, out error) || !TryReadHeader(json, out SignatureAlgorithm algorithm, out string? keyId, out error))
        {
            error = error.Within("header");
            return false;
        }
        jws = new UnverifiedJws(algorithm, keyId, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), payload, signature);
        return true;
    }

    public bool Verify(VerificationKey key, out ReadOnlyMemory<byte> payload, out ParseError error)
    {
        payload = default;
        if (!Algorithm.Fits(key.Kind))
            return Refuse(JsonReasons.JwsAlgorithmKey, out error);
        if (!key.Verify(Algorithm, _signed, _signature))
            return Refuse(JsonReasons.JwsSignature, out error);
        payload = _payload;
        error = default;
        return true;
    }

    /// <summary>Signs a payload: { "alg", "kid"?, "typ" } . payload . signature.</summary>
    public static string Sign(SigningKey key, ReadOnlySpan<byte> payload, string type, string? keyId = null)
    {
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("alg", NameOf(key.Algorithm));
            if (keyId is not null)
                writer.WriteString("kid", keyId);
            writer.WriteString("typ", type);
            writer.WriteEndObject();
        }
        string signed = $"{StrictBase64Url.Encode(buffer.ToArray())}.{StrictBase64Url.Encode(payload)}";
        return $"{signed}.{StrictBase64Url.Encode(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Name of an algorithm in JOSE (RFC 7518 section 3.1, RFC 8037 section 3.1).</summary>
    internal static string NameOf(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.Es256 => "ES256",
        SignatureAlgorithm.Es384 => "ES384",
        SignatureAlgorithm.Es512 => "ES512",
        _ => "EdDSA",
    };

    private static bool TryReadHeader(JsonElement json, out SignatureAlgorithm algorithm, out string? keyId, out ParseError error)
    {
        (algorithm, keyId) = (default, null);
        if (json.ValueKind != JsonValueKind.Object)
            return Refuse(JsonReasons.JwsHeader, out error);
        if (json.TryGetProperty("crit", out _))
            return Refuse(JsonReasons.JwsCritical, out error);
        if (json.TryGetProperty("kid", out JsonElement kid))
        {
            if (!StrictJson.TryText(kid, out string text))
                return Refuse(JsonReasons.JwsHeader, out error);
            keyId = text;
        }
        SignatureAlgorithm? known = !json.TryGetProperty("alg", out JsonElement alg) || !StrictJson.TryText(alg, out string name) ? null : name switch
        {
            "ES256" => SignatureAlgorithm.Es256,
            "ES384" => SignatureAlgorithm.Es384,
            "ES512" => SignatureAlgorithm.Es512,
            "EdDSA" or "Ed25519" => SignatureAlgorithm.EdDsa,
            _ => null,
        };
        if (known is null)
            return Refuse(JsonReasons.JwsAlgorithm, out error);
        algorithm = known.Value;
        error = default;
        return true;
    }

    private static bool Refuse(ReasonCode code, out ParseError error)
    {
        error = new ParseError(code, 0, "");
        return false;
    }
}
