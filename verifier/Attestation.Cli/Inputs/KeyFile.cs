using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Formats;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Cli.Inputs;

/// <summary>A public key in a file: PEM or DER SubjectPublicKeyInfo, a certificate's key, COSE_Key, JWK, or the raw key in hexadecimal.</summary>
internal static class KeyFile
{
    internal static VerificationKey Read(InputFile file) =>
        file.AsText() is { } text ? FromText(file, text) : FromBinary(file);

    private static VerificationKey FromText(InputFile file, string text)
    {
        if (text[0] == '{')
            return FromJwk(file, text);
        if (IsHex(text))
            return FromRaw(file, Convert.FromHexString(text));
        if (text.StartsWith("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
        {
            return CertificateFile.TryParsePem(text, out var certificates, out ParseError bad)
                ? certificates[0].ForDisplay.SubjectKey
                : throw CliFailure.Malformed(file.Name, bad);
        }
        return VerificationKey.TryParsePem(text, out VerificationKey key, out ParseError error) ? key : throw CliFailure.Malformed(file.Name, error);
    }

    private static VerificationKey FromBinary(InputFile file)
    {
        if (file.Bytes.Length > 0 && file.Bytes.Span[0] == 0x30)
        {
            if (VerificationKey.TryParseSpki(file.Bytes, out VerificationKey spki, out ParseError spkiError))
                return spki;
            return UnverifiedCertificate.TryParse(file.Bytes, out UnverifiedCertificate certificate, out _)
                ? certificate.ForDisplay.SubjectKey
                : throw CliFailure.Malformed(file.Name, spkiError);
        }
        return CoseKey.TryParse(file.Bytes, out VerificationKey key, out ParseError error) ? key : throw CliFailure.Malformed(file.Name, error);
    }

    /// <summary>32 bytes are Ed25519; 64 and 96 are X‖Y on P-256 and P-384.</summary>
    internal static VerificationKey FromRaw(InputFile file, byte[] raw)
    {
        ParseError error;
        VerificationKey key;
        bool good = raw.Length switch
        {
            32 => VerificationKey.TryFromEd25519(raw, out key, out error),
            64 => VerificationKey.TryFromPoint(KeyKind.P256, raw, out key, out error),
            96 => VerificationKey.TryFromPoint(KeyKind.P384, raw, out key, out error),
            _ => throw CliFailure.Usage($"{file.Name} holds {raw.Length} bytes, which is no raw public key", "Raw keys are 32 (Ed25519), 64 (P-256) or 96 bytes (P-384)."),
        };
        return good ? key : throw CliFailure.Malformed(file.Name, error);
    }

    internal static bool IsHex(string text) => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit);

    /// <summary>RFC 7517: kty EC with crv, x and y, or kty OKP with Ed25519.</summary>
    private static VerificationKey FromJwk(InputFile file, string text)
    {
        JsonObject jwk = ParseObject(file, text);
        byte[] x = Member(file, jwk, "x");
        ParseError error;
        VerificationKey key;
        bool good = (jwk["kty"]?.ToString(), jwk["crv"]?.ToString()) switch
        {
            ("OKP", "Ed25519") => VerificationKey.TryFromEd25519(x, out key, out error),
            ("EC", "P-256") => VerificationKey.TryFromPoint(KeyKind.P256, [.. x, .. Member(file, jwk, "y")], out key, out error),
            ("EC", "P-384") => VerificationKey.TryFromPoint(KeyKind.P384, [.. x, .. Member(file, jwk, "y")], out key, out error),
            ("EC", "P-521") => VerificationKey.TryFromPoint(KeyKind.P521, [.. x, .. Member(file, jwk, "y")], out key, out error),
            _ => throw CliFailure.Usage($"{file.Name} is a JWK of a kind that is not accepted", "EC with P-256, P-384 or P-521, or OKP with Ed25519."),
        };
        return good ? key : throw CliFailure.Malformed(file.Name, error);
    }

    private static JsonObject ParseObject(InputFile file, string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw CliFailure.Usage($"{file.Name} is not a JWK");
        }
        catch (JsonException)
        {
            throw CliFailure.Usage($"{file.Name} is not JSON");
        }
    }

    private static byte[] Member(InputFile file, JsonObject jwk, string name)
    {
        try
        {
            return System.Buffers.Text.Base64Url.DecodeFromChars(jwk[name]?.ToString() ?? throw CliFailure.Usage($"{file.Name} has no member {name}"));
        }
        catch (FormatException)
        {
            throw CliFailure.Usage($"{file.Name}: member {name} is not base64url");
        }
    }
}
