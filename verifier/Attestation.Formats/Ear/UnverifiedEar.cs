using System.Diagnostics.CodeAnalysis;
using System.Text;
using Attestation.Formats.Cose;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;

namespace Attestation.Formats.Ear;

/// <summary>An attestation result as it came, JWT or CWT. What it says comes out only through <see cref="Verify"/>.</summary>
public sealed class UnverifiedEar
{
    private readonly UnverifiedJws? _jwt;
    private readonly UnverifiedCoseSign1? _cwt;

    private UnverifiedEar(UnverifiedJws? jwt, UnverifiedCoseSign1? cwt) => (_jwt, _cwt) = (jwt, cwt);

    public SignatureAlgorithm Algorithm => _jwt?.Algorithm ?? _cwt!.Algorithm;

    /// <summary>Key id, for choosing among a verifier's keys; text of the JWT, or the CWT's bytes as UTF-8.</summary>
    public string? KeyId => _jwt is not null ? _jwt.KeyId : _cwt!.KeyId is { } kid ? Encoding.UTF8.GetString(kid.Span) : null;

    /// <summary>A JWT in compact serialization; no white space around it.</summary>
    public static bool TryParseJwt(string token, [NotNullWhen(true)] out UnverifiedEar? ear, out ParseError error)
    {
        ear = UnverifiedJws.TryParse(token, out UnverifiedJws? jwt, out error) ? new UnverifiedEar(jwt, null) : null;
        return ear is not null;
    }

    /// <summary>A CWT, tagged as COSE_Sign1.</summary>
    public static bool TryParseCwt(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out UnverifiedEar? ear, out ParseError error)
    {
        ear = UnverifiedCoseSign1.TryParse(bytes, CoseTag.Required, out UnverifiedCoseSign1? cwt, out error) ? new UnverifiedEar(null, cwt) : null;
        return ear is not null;
    }

    /// <summary>Verifies the signature and reads the claims it covers. Expiry and nonce are for the caller to compare.</summary>
    public bool Verify(VerificationKey key, [NotNullWhen(true)] out EarClaims? claims, out ParseError error)
    {
        claims = null;
        if (_jwt is not null)
            return _jwt.Verify(key, out ReadOnlyMemory<byte> json, out error) && EarJson.TryParse(json, out claims, out error);
        return _cwt!.Verify(key, [], out ReadOnlyMemory<byte> cbor, out error) && EarCbor.TryParse(cbor, out claims, out error);
    }
}
