namespace Attestation.Formats.Reasons;

/// <summary>Reasons of encrypted messages (JWE, RFC 7516), events 1530-1539.</summary>
public static class JweReasons
{
    public static readonly ReasonCode Structure = new(1530, "jwe.structure",
        "The message is not five parts in base64url, separated by full stops, with an empty key, 12 bytes of nonce and 16 bytes of tag.",
        "Send the compact serialization of a JWE, without padding and white space.", "RFC 7516 section 7.1");

    public static readonly ReasonCode Header = new(1531, "jwe.header",
        "The message's header is not an object, or a member of it has another type than its definition gives.",
        "Compare with the header's definition; compression (zip) is not accepted.", "RFC 7516 section 4");

    public static readonly ReasonCode Algorithm = new(1532, "jwe.alg",
        "The message's algorithms are missing or are not the ones that are accepted.",
        "Encrypt with ECDH-ES and A256GCM.", "RFC 7518 sections 4.6 and 5.3");

    public static readonly ReasonCode Critical = new(1533, "jwe.crit",
        "The message's header marks parameters as critical; none is understood.",
        "Encrypt without crit.", "RFC 7516 section 4.1.13");

    public static readonly ReasonCode EphemeralKey = new(1534, "jwe.epk",
        "The message's ephemeral key is missing, or is not a point on P-256.",
        "Send epk as public JWK with kty EC and crv P-256.", "RFC 7518 section 4.6.1.1");

    public static readonly ReasonCode Decryption = new(1535, "jwe.decryption",
        "The message does not decrypt: it was changed, or it was encrypted to another key.",
        "Ask again with the public half of the key that is at hand.", "RFC 7516 section 5.2");

    internal static readonly ReasonCode[] All = [Structure, Header, Algorithm, Critical, EphemeralKey, Decryption];
}
