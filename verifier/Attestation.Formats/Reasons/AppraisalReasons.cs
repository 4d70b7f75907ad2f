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

    internal static readonly ReasonCode[] All = [MediaType, Size, Vacuous, PolicySyntax, PolicyMember, PolicyValue];
}
