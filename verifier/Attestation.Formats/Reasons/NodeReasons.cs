namespace Attestation.Formats.Reasons;

/// <summary>Reasons of node evidence and of its appraisal apart from boot events and IMA, events 2200-2249.</summary>
public static class NodeReasons
{
    private const string Cddl = "docs/formats/node-evidence.cddl";

    public static readonly ReasonCode Size = new(2200, "node.evidence.size",
        "The node evidence is larger than 68 MiB.",
        "Send the IMA list from where the last appraisal ended, or raise nothing: real evidence is far smaller.", Cddl);

    public static readonly ReasonCode Version = new(2201, "node.evidence.version",
        "The node evidence has a version that is not read here.",
        "Use an agent and a verifier of the same release.", Cddl);

    public static readonly ReasonCode Member = new(2202, "node.evidence.member",
        "The node evidence has a member that its format does not know.",
        "Use an agent and a verifier of the same release; nothing is carried that nobody judges.", Cddl);

    public static readonly ReasonCode Missing = new(2203, "node.evidence.missing",
        "The node evidence lacks a member that every evidence has.",
        "Send all members; a log that is not there is named as absent.", Cddl);

    public static readonly ReasonCode Order = new(2204, "node.evidence.order",
        "The keys of a map in the node evidence do not ascend.",
        "Encode deterministically: keys in bytewise order of their encodings.", "RFC 8949 section 4.2.1");

    public static readonly ReasonCode Limit = new(2205, "node.evidence.limit",
        "A member of the node evidence is larger than its limit.",
        "Send at most what the format allows; name a log that is larger as absent (4).", Cddl);

    public static readonly ReasonCode Bank = new(2206, "node.evidence.bank",
        "PCR values stand under a bank that is not known, that came before, or that has none.",
        "Send each quoted bank once, with its PCRs.", Cddl);

    public static readonly ReasonCode Absence = new(2207, "node.evidence.absence",
        "A log is neither bytes nor one of the reasons for its absence.",
        "Send the log, or 1 to 5 for why there is none; an empty log is 3.", Cddl);

    public static readonly ReasonCode ImaStart = new(2208, "node.evidence.ima-start",
        "Offset and entry number of the IMA list contradict each other.",
        "Send both as the verifier named them, or 0 and 0 with the whole list.", Cddl);

    public static readonly ReasonCode Variable = new(2209, "node.evidence.variable",
        "A UEFI variable has no name of printable ASCII, or no attributes before its value.",
        "Send variables as efivarfs gives them, or leave them out: they decide nothing.", Cddl);

    public static readonly ReasonCode Name = new(2210, "node.evidence.name",
        "The node's name is no RFC 1123 subdomain of at most 253 characters.",
        "Name the node as its cluster does: lower-case letters, digits, hyphens and dots.", "RFC 1123 section 2.1");

    internal static readonly ReasonCode[] All = [Size, Version, Member, Missing, Order, Limit, Bank, Absence, ImaStart, Variable, Name];
}
