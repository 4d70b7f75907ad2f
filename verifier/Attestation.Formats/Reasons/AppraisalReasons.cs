namespace Attestation.Formats.Reasons;

/// <summary>Reasons of appraisal itself and of its policy, events 1600-1619 and 1680-1699.</summary>
public static class AppraisalReasons
{
    public static readonly ReasonCode MediaType = new(1600, "appraisal.media-type",
        "No appraisal exists for evidence of this media type.",
        "Send the evidence under a media type that the discovery document lists.", "docs/appraisal.md, step 1");

    public static readonly ReasonCode Size = new(1601, "appraisal.size",
        "The evidence is larger than an appraisal accepts.",
        "Send one device's evidence at a time; it is far below the limit.", "ARCHITECTURE.md, hostile bytes 3");

    public static readonly ReasonCode NonceMissing = new(1602, "appraisal.nonce.missing",
        "The evidence carries no nonce, so it could be of any age.",
        "Put the session's nonce into the evidence's eat_nonce claim.", "RFC 9711 section 4.1");

    public static readonly ReasonCode Nonce = new(1603, "appraisal.nonce",
        "The evidence was made for another nonce than this session's.",
        "Ask for a session and attest with its nonce; old or foreign evidence is not accepted.", "RFC 9334 section 10.3");

    public static readonly ReasonCode UeidMissing = new(1604, "appraisal.ueid.missing",
        "The evidence names no device.",
        "Put the device's UEID into the evidence, or turn requireUeid off in the policy.", "docs/policy.md, requireUeid");

    public static readonly ReasonCode Ueid = new(1605, "appraisal.ueid",
        "The device name in the evidence does not belong to the key of the chain's root.",
        "Compare the UEID with the device's UDS certificate; a device that takes another's name is not that device.", "RFC 9711 section 4.2.1");

    public static readonly ReasonCode Class = new(1606, "appraisal.class",
        "Nothing that is endorsed says what kind of device this is, or two endorsements disagree.",
        "Name vendor and model in the UDS certificate's TcbInfo, or submit a CoRIM identity triple for its key.", "docs/appraisal.md, step 7");

    public static readonly ReasonCode ChainMissing = new(1609, "appraisal.chain.missing",
        "The evidence carries no DICE chain.",
        "Send the chain with the evidence, as docs/appraisal.md shows.", "docs/appraisal.md, step 2");

    public static readonly ReasonCode Replayed = new(1610, "appraisal.replayed",
        "This very evidence was appraised before.",
        "Attest anew for each session; if the device did not send this twice, somebody else did.", "RFC 9334 section 10");

    public static readonly ReasonCode BootCount = new(1611, "appraisal.boot-count",
        "The device's boot counter is lower than it was, or gone.",
        "Find out whether the counter was reset or the identity is used by a second device; then reset the device's history.", "RFC 9711 section 4.3.1");

    public static readonly ReasonCode Clone = new(1612, "appraisal.clone",
        "Two devices seem to live on one identity: one boot is reported in two ways.",
        "Withdraw the identity, inspect both devices and provision them anew.", "RFC 9711 section 4.3.2");

    public static readonly ReasonCode Revoked = new(1613, "appraisal.revoked",
        "An operator revoked the device's identity: whatever its evidence says, it is refused.",
        "If the device is yours again, lift the revocation (attest devices restore ID); a new appraisal decides then.", "docs/verifier-api.md, appraisals and devices");

    public static readonly ReasonCode Vacuous = new(1680, "policy.vacuous",
        "Nothing was compared with reference values, so the evidence proves nothing about what runs on the device.",
        "Submit a CoRIM with reference values for this class of device, or require at least one comparison in the policy.", "docs/policy.md, require");

    public static readonly ReasonCode PolicySyntax = new(1681, "policy.syntax",
        "The policy is not one JSON object of at most 64 KiB with each member once.",
        "Correct the document at the byte named.", "docs/policy.md");

    public static readonly ReasonCode PolicyMember = new(1682, "policy.member",
        "The policy has a member that this version does not know and would not enforce.",
        "Remove the member, or correct its spelling from docs/policy.md.", "docs/policy.md");

    public static readonly ReasonCode PolicyValue = new(1683, "policy.value",
        "A member of the policy is missing, of the wrong type, or out of its range.",
        "Give the member a value of the type and range in docs/policy.md.", "docs/policy.md");

    public static readonly ReasonCode PolicyAlgorithm = new(1684, "policy.algorithm",
        "A signature in chain or evidence was made with an algorithm that the policy does not accept.",
        "Use an accepted algorithm on the device, or add this one to the policy's algorithms.", "docs/policy.md, algorithms");

    public static readonly ReasonCode PolicyStrength = new(1685, "policy.strength",
        "A key in the chain is weaker than the policy demands.",
        "Use a stronger key on the device, or lower minimumStrength in the policy.", "docs/policy.md, minimumStrength");

    public static readonly ReasonCode UnsignedCorim = new(1686, "policy.unsigned-corim",
        "The only reference values for this class of device come from a CoRIM that nobody signed.",
        "Sign the CoRIM, or set acceptUnsignedCorim in the policy.", "docs/policy.md, acceptUnsignedCorim");

    internal static readonly ReasonCode[] All =
    [
        MediaType, Size, NonceMissing, Nonce, UeidMissing, Ueid, Class, ChainMissing, Replayed, BootCount, Clone, Revoked,
        Vacuous, PolicySyntax, PolicyMember, PolicyValue, PolicyAlgorithm, PolicyStrength, UnsignedCorim,
    ];
}
