using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Jose;

/// <summary>The members of a JOSE header that ECDH-ES uses (RFC 7516 section 4.1, RFC 7518 section 4.6.1).</summary>
/// <param name="Ephemeral">epk, a checked point on P-256.</param>
/// <param name="PartyU">apu; empty where it is absent.</param>
/// <param name="PartyV">apv; empty where it is absent.</param>
internal sealed record JweHeader(VerificationKey Ephemeral, byte[] PartyU, byte[] PartyV)
{
    private const int MaxParty = 512;

    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out JweHeader? header, out ParseError error)
    {
        header = null;
        if (json.ValueKind != JsonValueKind.Object)
            return Refuse(JweReasons.Header, "", out error);
        if (json.TryGetProperty("crit", out _))
            return Refuse(JweReasons.Critical, "crit", out error);
        if (json.TryGetProperty("zip", out _))
            return Refuse(JweReasons.Header, "zip", out error);
        if (!Is(json, "alg", JweAgreement.Algorithm))
            return Refuse(JweReasons.Algorithm, "alg", out error);
        if (!Is(json, "enc", JweAgreement.Encryption))
            return Refuse(JweReasons.Algorithm, "enc", out error);
        if (!json.TryGetProperty("epk", out JsonElement epk) || !Jwk.TryRead(epk, out VerificationKey ephemeral, out _) || ephemeral.Kind != KeyKind.P256)
            return Refuse(JweReasons.EphemeralKey, "epk", out error);
        if (!TryParty(json, "apu", out byte[] u))
            return Refuse(JweReasons.Header, "apu", out error);
        if (!TryParty(json, "apv", out byte[] v))
            return Refuse(JweReasons.Header, "apv", out error);
        header = new JweHeader(ephemeral, u, v);
        error = default;
        return true;
    }

    private static bool Is(JsonElement json, string name, string value) =>
        json.TryGetProperty(name, out JsonElement found) && StrictJson.TryText(found, out string text) && text == value;

    private static bool TryParty(JsonElement json, string name, out byte[] party)
    {
        party = [];
        return !json.TryGetProperty(name, out JsonElement found)
            || (StrictJson.TryText(found, out string text) && StrictBase64Url.TryDecode(text, out party) && party.Length <= MaxParty);
    }

    private static bool Refuse(ReasonCode code, string path, out ParseError error)
    {
        error = new ParseError(code, 0, path);
        return false;
    }
}
