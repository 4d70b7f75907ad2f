namespace Attestation.Formats.Reasons;

/// <summary>Reasons of the CBOR layer (RFC 8949), events 1000-1019.</summary>
public static class CborReasons
{
    public static readonly ReasonCode Truncated = new(1000, "cbor.truncated",
        "The CBOR item ends before its declared length.",
        "Send the whole item; compare its length with the sender's.", "RFC 8949 section 3");

    public static readonly ReasonCode Trailing = new(1001, "cbor.trailing",
        "Bytes follow the end of the CBOR item.",
        "Send exactly one item; remove padding and concatenated items.", "RFC 8949 section 5.1");

    public static readonly ReasonCode NotMinimal = new(1002, "cbor.not-minimal",
        "An integer or length is not in its shortest form.",
        "Encode with preferred serialization.", "RFC 8949 section 4.1");

    public static readonly ReasonCode Indefinite = new(1003, "cbor.indefinite",
        "An indefinite-length item was used.",
        "Encode with definite lengths.", "RFC 8949 section 4.2.1");

    public static readonly ReasonCode Depth = new(1004, "cbor.depth",
        "Items are nested more than 16 deep.",
        "No accepted format nests that deep: the bytes are not what they claim to be.", "ARCHITECTURE.md, hostile bytes 3");

    public static readonly ReasonCode DuplicateKey = new(1005, "cbor.duplicate-key",
        "A map holds the same key twice.",
        "Encode each key once.", "RFC 8949 section 5.6");

    public static readonly ReasonCode Malformed = new(1006, "cbor.malformed",
        "The bytes are not well-formed CBOR.",
        "Check that the file is CBOR and was not changed on its way.", "RFC 8949 appendix C");

    public static readonly ReasonCode Type = new(1007, "cbor.type",
        "An item has another type than the format asks for.",
        "Compare with the format's CDDL at the path named.", "docs/formats");

    public static readonly ReasonCode TooLarge = new(1008, "cbor.too-large",
        "The item, or a list in it, is larger than the limit.",
        "Stay under the limit named, or raise it in the verifier's configuration.", "ARCHITECTURE.md, hostile bytes 3");

    internal static readonly ReasonCode[] All =
        [Truncated, Trailing, NotMinimal, Indefinite, Depth, DuplicateKey, Malformed, Type, TooLarge];
}
