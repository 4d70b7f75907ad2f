namespace Attestation.Formats.Reasons;

/// <summary>Reasons of conceptual message wrappers (draft-ietf-rats-msg-wrap), events 1320-1339.</summary>
public static class CmwReasons
{
    public static readonly ReasonCode Structure = new(1320, "cmw.structure",
        "The bytes are neither a record, a tagged record nor a collection.",
        "Send [type, value, ind], a tag that stands for a content format, or a map of such.", "draft-ietf-rats-msg-wrap section 3");

    public static readonly ReasonCode Type = new(1321, "cmw.type",
        "A record's type is neither a media type nor a CoAP content format.",
        "Write a media type as text, or a content format from 0 to 65535.", "draft-ietf-rats-msg-wrap section 3.1");

    public static readonly ReasonCode Value = new(1322, "cmw.value",
        "A record's value is not bytes (CBOR) or base64url without padding (JSON).",
        "Wrap the message as bytes.", "draft-ietf-rats-msg-wrap section 3.1");

    public static readonly ReasonCode Indicator = new(1323, "cmw.ind",
        "A record's indicator has bits that are not defined.",
        "Use bits 0 to 4.", "draft-ietf-rats-msg-wrap section 3.1");

    public static readonly ReasonCode Tag = new(1324, "cmw.tag",
        "The CBOR tag stands for no CoAP content format, or does not hold bytes.",
        "Compute the tag from the content format.", "RFC 9277 appendix B");

    public static readonly ReasonCode Collection = new(1325, "cmw.collection",
        "A collection is empty, or its type __cmwc_t is not a text.",
        "Put at least one record into a collection.", "draft-ietf-rats-msg-wrap section 3.3");

    internal static readonly ReasonCode[] All = [Structure, Type, Value, Indicator, Tag, Collection];
}
