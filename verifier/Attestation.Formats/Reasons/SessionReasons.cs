namespace Attestation.Formats.Reasons;

/// <summary>Reasons of challenge-response sessions and their nonces (RFC 9334 section 10.2), events 1700-1719.</summary>
public static class SessionReasons
{
    private const string Api = "docs/verifier-api.md, sessions";

    public static readonly ReasonCode Unknown = new(1700, "session.unknown",
        "No session has this id: it was never opened, was deleted, or was removed some time after it expired.",
        "Open a new session and answer its nonce.", Api);

    public static readonly ReasonCode Expired = new(1701, "session.expired",
        "The session expired before evidence arrived.",
        "Open a new session and answer within the time its expiry names, or raise --session-ttl.", Api);

    public static readonly ReasonCode Used = new(1702, "session.used",
        "The session already holds a verdict; a nonce is answered once.",
        "Open a new session for new evidence; GET the session to read the verdict it holds.", "RFC 9334 section 10.2");

    public static readonly ReasonCode TooMany = new(1703, "session.too-many",
        "As many sessions are open as this verifier allows.",
        "Try again after the seconds named in Retry-After, delete sessions you gave up, or raise --max-sessions.", Api);

    public static readonly ReasonCode NonceSize = new(1704, "session.nonce-size",
        "The nonce is not 8 to 64 bytes long.",
        "Ask for nonceSize 8 to 64, or send a nonce of that length.", "RFC 9711 section 4.1");

    public static readonly ReasonCode NonceEncoding = new(1705, "session.nonce-encoding",
        "The nonce in the query is not base64url.",
        "Encode the nonce with the URL-safe alphabet of RFC 4648 section 5, with or without padding.", "RFC 4648 section 5");

    public static readonly ReasonCode NonceConflict = new(1706, "session.nonce-conflict",
        "Both nonce and nonceSize were given.",
        "Give one of them, or none.", Api);

    public static readonly ReasonCode NonceReused = new(1707, "session.nonce-reused",
        "This nonce belongs to another session, open or answered.",
        "Send a fresh random nonce, or let the verifier choose one.", "RFC 9334 section 10.2");

    public static readonly ReasonCode NonceOther = new(1708, "session.nonce-other",
        "The evidence answers the nonce of another open session of this verifier.",
        "Post the evidence to the session whose nonce it carries.", "RFC 9334 section 10.2");

    public static readonly ReasonCode NonceReplayed = new(1709, "session.nonce-replayed",
        "The evidence answers a nonce that was answered before: it is a replay.",
        "Make new evidence over this session's nonce; if the device did, look for someone who replays its old answers.",
        "RFC 9334 section 12.4");

    public static readonly ReasonCode NonceForeign = new(1710, "session.nonce-foreign",
        "The evidence carries a nonce that this verifier does not know.",
        "Make evidence over the nonce of the session it is posted to; check that attester and poster talk to the same verifier.",
        "RFC 9334 section 10.2");

    internal static readonly ReasonCode[] All =
    [
        Unknown, Expired, Used, TooMany, NonceSize, NonceEncoding, NonceConflict, NonceReused, NonceOther, NonceReplayed, NonceForeign,
    ];
}
