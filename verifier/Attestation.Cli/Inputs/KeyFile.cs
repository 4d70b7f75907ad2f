using Attestation.Formats;
using Attestation.Formats.Cose;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Cli.Inputs;

/// <summary>A public key in a file: PEM or DER SubjectPublicKeyInfo, a certificate's key, COSE_Key, JWK, a published set of them, or the raw key in hexadecimal.</summary>
internal static class KeyFile
{
    /// <param name="keyId">Which key of a JWK Set is meant; null where only a set of one will do.</param>
    internal static VerificationKey Read(InputFile file, string? keyId = null) =>
        file.AsText() is { } text ? FromText(file, text, keyId) : FromBinary(file);

    private static VerificationKey FromText(InputFile file, string text, string? keyId)
    {
        if (text[0] == '{')
            return Jwk.TryParse(PublishedKeys.Pick(file, text, keyId), out VerificationKey jwk, out ParseError refused) ? jwk : throw CliFailure.Malformed(file.Name, refused);
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
}
