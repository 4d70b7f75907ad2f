namespace Attestation.Formats.Reasons;

/// <summary>
/// Reasons for which a relying party (RFC 9334 section 3) does not rely on a result or a device certificate,
/// events 3060-3074. What is wrong with the token or the chain itself has the codes of its format.
/// </summary>
public static class RelyingPartyReasons
{
    private const string Page = "docs/relying-party.md";

    public static readonly ReasonCode Expired = new(3060, "result.expired",
        "The attestation result has expired.",
        "Attest again and present the new result; check the clocks if it was just made.", "RFC 8392 section 3.1.4");

    public static readonly ReasonCode NotYet = new(3061, "result.not-yet",
        "The attestation result was made later than now, by more than the clocks may differ.",
        "Set the clocks of the verifier and of the relying party right.", "RFC 8392 section 3.1.6");

    public static readonly ReasonCode TooOld = new(3062, "result.too-old",
        "The attestation result is unexpired, but older than the relying party takes.",
        "Attest more often than the relying party's greatest age, or raise that.", Page);

    public static readonly ReasonCode NoExpiry = new(3063, "result.no-expiry",
        "The attestation result states no expiry, and the relying party sets no greatest age: it would count for ever.",
        "Have the verifier write exp, or set a greatest age.", Page);

    public static readonly ReasonCode Status = new(3064, "result.status",
        "A part of the attestation result has another status than the relying party takes.",
        "Read the reasons that are named and put the device right, or take warnings too where that is meant.", "draft-ietf-rats-ear section 3.2");

    public static readonly ReasonCode Nonce = new(3065, "result.nonce",
        "The attestation result does not hold the nonce that the relying party gave.",
        "Attest over the relying party's nonce (newSession?nonce=...): the result belongs to another exchange, or was replayed.", "RFC 9334 section 10.2");

    public static readonly ReasonCode Subject = new(3066, "result.subject",
        "The attestation result is about another device or node, or names none.",
        "Present the result of the device that is asked for.", Page);

    public static readonly ReasonCode Submodule = new(3067, "result.submodule",
        "The attestation result lacks a submodule that the relying party requires.",
        "Have the evidence of that part appraised as well, or require only what is attested.", "draft-ietf-rats-ear section 3");

    public static readonly ReasonCode Verifier = new(3068, "result.verifier",
        "The attestation result was made by another verifier, or another build of it, than the relying party takes.",
        "Take results from the verifier that is named, or name the new build.", "draft-ietf-rats-ear section 3.3");

    public static readonly ReasonCode Profile = new(3069, "result.profile",
        "The attestation result follows the other dialect than the relying party takes.",
        "Ask the verifier for the dialect wanted (?ear=draft, or nothing for the deployed one).", "draft-ietf-rats-ear section 3");

    public static readonly ReasonCode Key = new(3070, "result.key",
        "The attestation result is signed by none of the pinned verifier keys.",
        "If the verifier's key was changed on purpose, pin the new one; if not, the result is forged.", Page);

    public static readonly ReasonCode Form = new(3071, "result.form",
        "What was presented is neither a JWT nor a CWT, or is too long for one.",
        "Present the result as the verifier gave it: the JWT as it is, a CWT as its bytes (in a header in base64url).", Page);

    public static readonly ReasonCode HeldKey = new(3072, "result.held-key",
        "The key that the caller proved to hold is not the one that was attested or certified.",
        "Connect with the key that the device attested: a result or certificate of another device is of no use.", Page);

    public static readonly ReasonCode Discovery = new(3073, "result.discovery",
        "The verifier's result key could not be fetched.",
        "Check the verifier's address and certificate, or give its key as a file.", Page);

    public static readonly ReasonCode Pin = new(3074, "result.pin",
        "The verifier publishes another result key than the pinned one.",
        "If its key was changed on purpose, remove the pin file and start again; if not, something poses as the verifier.", Page);

    internal static readonly ReasonCode[] All =
    [
        Expired, NotYet, TooOld, NoExpiry, Status, Nonce, Subject, Submodule, Verifier, Profile, Key, Form, HeldKey, Discovery, Pin,
    ];
}
