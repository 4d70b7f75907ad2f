namespace Attestation.Formats.Reasons;

/// <summary>Reasons of the feed of verdicts, and of what an operator asks about a node, events 2400-2419.</summary>
public static class FeedReasons
{
    private const string Feed = "docs/verifier-api.md, verdicts";

    public static readonly ReasonCode Store = new(2400, "feed.store",
        "The position in the feed is one of another database: the verifier behind this address was replaced, or its data folder was.",
        "Begin anew with after=0, and take the answer's store from then on.", Feed);

    public static readonly ReasonCode Sequence = new(2401, "feed.sequence",
        "The feed never had this position, has lost it with a restored database, or forgot it after a day.",
        "Begin anew with after=0: what is there now replaces everything known before.", Feed);

    public static readonly ReasonCode Waiting = new(2402, "feed.waiting",
        "As many requests wait for verdicts as this verifier allows.",
        "Ask again after the seconds named in Retry-After, ask without wait, or raise --max-feed-waits.", Feed);

    public static readonly ReasonCode Revocation = new(2410, "revocation.request",
        "The body is not a JSON object with a reason of 1 to 256 printable characters.",
        "Say why the node or the device is revoked: {\"reason\":\"stolen from rack 4\"}. Whoever reads verdicts reads it too.", "docs/verifier-api.md, nodes");

    public static readonly ReasonCode Ambiguous = new(2411, "revocation.ambiguous",
        "More than one key stands behind this UEID: nothing was revoked or restored.",
        "Name the device by its id, one request for each id that is meant.", "docs/verifier-api.md, appraisals and devices");

    internal static readonly ReasonCode[] All = [Store, Sequence, Waiting, Revocation, Ambiguous];
}
