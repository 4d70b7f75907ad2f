namespace Attestation.Formats.Reasons;

/// <summary>Reasons of JSON (RFC 8259), JWS (RFC 7515) and JWK (RFC 7517), events 1500-1529.</summary>
public static class JsonReasons
{
    public static readonly ReasonCode Malformed = new(1500, "json.malformed",
        "The text is not JSON in UTF-8, or is nested more than 16 deep.",
        "Send one JSON object without comments and without trailing commas.", "RFC 8259 section 2");

    public static readonly ReasonCode DuplicateKey = new(1501, "json.duplicate-key",
        "An object holds the same name twice.",
        "Write each name once.", "RFC 7493 section 2.3");

    public static readonly ReasonCode TooLarge = new(1502, "json.too-large",
        "The text is larger than the limit.",
        "Stay under the limit.", "ARCHITECTURE.md, hostile bytes 3");

    public static readonly ReasonCode JwsStructure = new(1510, "jwt.structure",
        "The token is not three parts in base64url, separated by full stops.",
        "Send the compact serialization of a JWS, without padding and white space.", "RFC 7515 section 7.1");

    public static readonly ReasonCode JwsHeader = new(1511, "jwt.header",
        "The token's header is not an object, or a member of it has another type than its definition gives.",
        "Compare with the header's definition.", "RFC 7515 section 4");

    public static readonly ReasonCode JwsAlgorithm = new(1512, "jwt.alg",
        "The token's algorithm is missing or is not one that is accepted.",
        "Sign with ES256, ES384, ES512 or EdDSA; \"none\" and MACs are never accepted.", "RFC 7518 section 3.1");

    public static readonly ReasonCode JwsCritical = new(1513, "jwt.crit",
        "The token's header marks parameters as critical; none is understood.",
        "Sign without crit.", "RFC 7515 section 4.1.11");

    public static readonly ReasonCode JwsAlgorithmKey = new(1514, "jwt.alg-key",
        "The token's algorithm does not belong to the key.",
        "Take the key that the verifier publishes for this algorithm.", "RFC 7518 section 3.4");

    public static readonly ReasonCode JwsSignature = new(1515, "jwt.signature",
        "The token's signature does not verify.",
        "The token was changed, or another key signed it: compare the key id and take both again from their source.", "RFC 7515 section 5.2");

    public static readonly ReasonCode JwkMalformed = new(1520, "jwk.malformed",
        "The JWK lacks a member, or one is not base64url at the curve's full length.",
        "Send kty, crv, x, and for EC also y.", "RFC 7518 section 6.2");

    public static readonly ReasonCode JwkType = new(1521, "jwk.kty",
        "The JWK is of a type or curve that is not accepted.",
        "Use EC with P-256, P-384 or P-521, or OKP with Ed25519.", "RFC 7518 section 6.1");

    public static readonly ReasonCode JwkPrivate = new(1522, "jwk.private",
        "The JWK holds a private key.",
        "Send only the public members, and treat this private key as lost.", "RFC 7518 section 6.2.2");

    internal static readonly ReasonCode[] All =
    [
        Malformed, DuplicateKey, TooLarge, JwsStructure, JwsHeader, JwsAlgorithm, JwsCritical, JwsAlgorithmKey, JwsSignature, JwkMalformed, JwkType, JwkPrivate,
    ];
}
