namespace Attestation.Formats.Reasons;

/// <summary>Reasons of the verifier's HTTP interface (RFC 9110), events 1720-1749: the request itself is wrong, no evidence was judged.</summary>
public static class HttpReasons
{
    public static readonly ReasonCode BodyTooLarge = new(1720, "http.body-too-large",
        "The request body is larger than this verifier accepts.",
        "Send less, or raise --max-evidence, for nodes --max-node-evidence.", "RFC 9110 section 15.5.14");

    public static readonly ReasonCode BodyTruncated = new(1721, "http.body-truncated",
        "The request body ended before the length that was announced.",
        "Send the whole body; look for a broken connection or proxy. Nothing was recorded and the session is still open.",
        "RFC 9112 section 8");

    public static readonly ReasonCode BodyEmpty = new(1722, "http.body-empty",
        "The request has no body.",
        "Send the bytes in the request body.", "docs/verifier-api.md");

    public static readonly ReasonCode BodyMalformed = new(1723, "http.body-malformed",
        "The framing of the request body is broken.",
        "Send a correct chunked body, or one with Content-Length.", "RFC 9112 section 7.1");

    public static readonly ReasonCode BodySlow = new(1724, "http.body-slow",
        "The request body arrived too slowly.",
        "Send the body at once, at 240 bytes per second or more, above 1 MiB at 128 KiB per second. Nothing was recorded and the session is still open.",
        "RFC 9110 section 15.5.9");

    public static readonly ReasonCode MediaType = new(1725, "http.media-type",
        "The Content-Type is missing or not one that this endpoint reads.",
        "Send one of the media types that the Accept header of this answer lists.", "RFC 9110 section 15.5.16");

    public static readonly ReasonCode NotAcceptable = new(1726, "http.not-acceptable",
        "The Accept header admits none of the media types that this endpoint writes.",
        "Accept the media type named, or send no Accept header.", "RFC 9110 section 15.5.7");

    public static readonly ReasonCode NotFound = new(1727, "http.not-found",
        "There is nothing at this address.",
        "Compare the path with /api/v1/openapi.json.", "RFC 9110 section 15.5.5");

    public static readonly ReasonCode Method = new(1728, "http.method",
        "This address does not know the request's method.",
        "Use one of the methods that the Allow header of this answer lists.", "RFC 9110 section 15.5.6");

    public static readonly ReasonCode Query = new(1729, "http.query",
        "The query holds an unknown, repeated or unreadable parameter.",
        "Use only the parameters that /api/v1/openapi.json lists, each once.", "docs/verifier-api.md");

    public static readonly ReasonCode Unauthorized = new(1730, "http.unauthorized",
        "The request needs the bearer token of this verifier.",
        "Send the token of --submit-token-file (submissions) or --api-token-file (appraisals and devices) as Authorization: Bearer.", "RFC 6750 section 3");

    public static readonly ReasonCode ApiClosed = new(1731, "http.api-closed",
        "Appraisals and devices are not shown beyond this machine: the operator set no token for reading them.",
        "Start the verifier with --api-token-file, or ask from the machine it runs on.", "docs/verifier-api.md");

    public static readonly ReasonCode LargeBodies = new(1732, "http.large-bodies",
        "As many bodies above 1 MiB are being read and judged as this verifier allows.",
        "Try again after the seconds named in Retry-After, or raise --max-large-bodies.", "docs/verifier-api.md");

    internal static readonly ReasonCode[] All =
    [
        BodyTooLarge, BodyTruncated, BodyEmpty, BodyMalformed, BodySlow, MediaType, NotAcceptable, NotFound, Method, Query, Unauthorized, ApiClosed,
        LargeBodies,
    ];
}
