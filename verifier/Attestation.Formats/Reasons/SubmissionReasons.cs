namespace Attestation.Formats.Reasons;

/// <summary>Reasons why a verifier does not take a well-formed endorsement, events 1740-1749.</summary>
public static class SubmissionReasons
{
    private const string Api = "docs/verifier-api.md, endorsements";

    public static readonly ReasonCode Untrusted = new(1740, "submission.untrusted",
        "The CoRIM is signed, but by none of the keys that this verifier trusts.",
        "Put the signer's public key into the folder of --corim-keys and restart the verifier, or sign with a key that is there.", Api);

    public static readonly ReasonCode Unsigned = new(1741, "submission.unsigned",
        "The CoRIM is unsigned, and the policy does not accept unsigned ones.",
        "Sign the CoRIM, or set acceptUnsignedCorim in the policy where whoever may reach the verifier may also say what is good.", Api);

    public static readonly ReasonCode Form = new(1742, "submission.form",
        "The bytes are signed and the media type says unsigned, or the other way round.",
        "Send a signed CoRIM as application/rim+cose, an unsigned one as application/rim+cbor.", Api);

    public static readonly ReasonCode Outdated = new(1743, "submission.outdated",
        "The CoRIM's signature is not valid at this time.",
        "Sign the CoRIM anew with a validity that includes today; compare the clocks.", "draft-ietf-rats-corim section 4.2.2");

    public static readonly ReasonCode NothingUsed = new(1744, "submission.nothing-used",
        "The CoRIM holds nothing that an appraisal uses, so it would look enforced and compare nothing.",
        "Give reference or identity triples for a class with vendor, model and layer (docs/appraisal.md).", Api);

    internal static readonly ReasonCode[] All = [Untrusted, Unsigned, Form, Outdated, NothingUsed];
}
