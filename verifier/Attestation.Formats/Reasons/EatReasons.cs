namespace Attestation.Formats.Reasons;

/// <summary>Reasons of Entity Attestation Tokens (RFC 9711), events 1300-1319.</summary>
public static class EatReasons
{
    public static readonly ReasonCode Claims = new(1300, "eat.claims",
        "The payload is not a claims set: a map of claims.",
        "Sign the claims set itself, as a map.", "RFC 9711 section 3");

    public static readonly ReasonCode Nonce = new(1301, "eat.nonce",
        "The claim nonce is not one byte string of 8 to 64 bytes, or an array of at least two such.",
        "Send the challenge unchanged as claim 10.", "RFC 9711 section 4.1");

    public static readonly ReasonCode Ueid = new(1302, "eat.ueid",
        "The claim UEID is not 7 to 33 bytes that begin with a known type.",
        "Encode a UEID as type byte 01, 02 or 03 and the identifier.", "RFC 9711 section 4.2.1");

    public static readonly ReasonCode Claim = new(1303, "eat.claim",
        "A claim has another type or size than its definition gives.",
        "Compare with the claim's definition at the path named.", "RFC 9711 section 4.2");

    public static readonly ReasonCode Profile = new(1304, "eat.profile",
        "The token names no profile, or another than was announced.",
        "Set claim 265 to the profile of the media type under which the token is sent.", "RFC 9711 section 4.3.2");

    public static readonly ReasonCode ChainTwice = new(1305, "eat.chain-twice",
        "The token carries both an x5chain and a CBOR DICE chain.",
        "Send one of the two.", "docs/formats/device-evidence.cddl");

    public static readonly ReasonCode ChainType = new(1306, "eat.chain-type",
        "The header with the CBOR DICE chain is not a byte string.",
        "Wrap the encoded chain into a byte string.", "docs/formats/device-evidence.cddl");

    public static readonly ReasonCode Submodule = new(1307, "eat.submods",
        "A submodule is neither a claims set, a token nor a detached digest.",
        "Encode submodules as the standard says.", "RFC 9711 section 4.2.18");

    internal static readonly ReasonCode[] All = [Claims, Nonce, Ueid, Claim, Profile, ChainTwice, ChainType, Submodule];
}
