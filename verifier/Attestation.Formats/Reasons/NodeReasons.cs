namespace Attestation.Formats.Reasons;

/// <summary>Reasons of node evidence and of its appraisal apart from boot events and IMA, events 2200-2249.</summary>
public static class NodeReasons
{
    private const string Cddl = "docs/formats/node-evidence.cddl";
    private const string Nodes = "docs/appraisal.md, How a node is appraised";
    private const string Series = "TPM 2.0 Part 1 clause 36";

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

    public static readonly ReasonCode NotEnrolled = new(2211, "node.not-enrolled",
        "The attestation key is not enrolled: nothing says which TPM it lives in.",
        "Enrol the node (attest-agent enrol); if it was enrolled, its TPM was cleared or it is another machine.", Nodes);

    public static readonly ReasonCode AkDiffers = new(2212, "node.ak.differs",
        "Under the name of this attestation key another key is enrolled.",
        "Compare the enrolled key with TPM2_ReadPublic on the node; then enrol the node anew.", Nodes);

    public static readonly ReasonCode AkName = new(2213, "node.ak.no-name",
        "The attestation key has no TPM name that can be computed.",
        "Create the attestation key with the name algorithm SHA-256.", "TPM 2.0 Part 1 clause 16");

    public static readonly ReasonCode BoundName = new(2214, "node.name",
        "The quotes bind another node name than the node was enrolled under.",
        "Compare the agent's node name with the enrolment; a node that takes another's name is not that node.", Nodes);

    public static readonly ReasonCode ClockBack = new(2215, "node.clock.back",
        "The TPM's clock is earlier than this key reported before, and no power cut explains it.",
        "The TPM's state was put back, as with a virtual machine's snapshot: find out by whom, then enrol the node anew.", Series);

    public static readonly ReasonCode ResetBack = new(2216, "node.reset.back",
        "The TPM counts fewer resets than this key reported before.",
        "The TPM was cleared or its state was put back: find out by whom, then enrol the node anew.", Series);

    public static readonly ReasonCode RestartBack = new(2217, "node.restart.back",
        "The TPM counts fewer restarts than before, and was not reset in between.",
        "The TPM's state was put back, as with a virtual machine's snapshot: find out by whom, then enrol the node anew.", Series);

    public static readonly ReasonCode Clone = new(2218, "node.clone",
        "Two TPMs seem to live on one attestation key: the same counters with an earlier clock.",
        "Look for a copy of the virtual machine and its TPM's state; remove the enrolment, and enrol the genuine node anew.", Series);

    public static readonly ReasonCode Rebooted = new(2219, "node.rebooted",
        "The node was booted anew since its last appraisal.",
        "Nothing, if the boot was meant.", Series);

    public static readonly ReasonCode Restarted = new(2220, "node.restarted",
        "The node's TPM was restarted or resumed since the last appraisal.",
        "Nothing, if the node was suspended.", Series);

    public static readonly ReasonCode FirmwareChanged = new(2221, "node.firmware-changed",
        "The TPM's firmware version is another than at the last appraisal.",
        "Nothing, if the TPM was updated: the next appraisal takes the new version as known.", "TPM 2.0 Part 2 clause 10.12.12");

    public static readonly ReasonCode ClockUnsafe = new(2222, "node.clock.unsafe",
        "The TPM's clock is not safe: after a power cut it may repeat times that it reported before.",
        "Nothing: the TPM says so itself, and its clock is safe again some twenty minutes later.", "TPM 2.0 Part 1 clause 36");

    public static readonly ReasonCode QuotesApart = new(2223, "node.quotes.apart",
        "The quotes of one evidence are of different boots, or of different firmware.",
        "Attest again; the node was booted between its quotes, or one of them is another's.", Nodes);

    public static readonly ReasonCode PcrsNotQuoted = new(2224, "node.pcrs.not-quoted",
        "The policy demands PCRs that no verified quote covers.",
        "Quote the PCRs of the policy's member node.pcrs, in its banks.", "docs/policy.md, node.pcrs");

    public static readonly ReasonCode BootLogMissing = new(2225, "node.log.boot-missing",
        "The node sent no boot event log, so nothing says what its PCRs stand for.",
        "Boot through a path that keeps the log (with grub 2.06 and Secure Boot off: linuxefi), and let the agent read /sys/kernel/security/tpm0/binary_bios_measurements.", Nodes);

    public static readonly ReasonCode ImaLogMissing = new(2226, "node.log.ima-missing",
        "The node sent no IMA list, and the policy requires one.",
        "Boot the kernel with an IMA policy (ima_policy=tcb), and let the agent read binary_runtime_measurements.", "docs/policy.md, node.require");

    public static readonly ReasonCode DiceMissing = new(2227, "node.dice.missing",
        "The policy requires the node's DICE identity, and the evidence does not show one.",
        "Set up the identity at enrolment, or turn node.requireDice off in the policy.", "docs/policy.md, node.requireDice");

    public static readonly ReasonCode DiceBinding = new(2228, "node.dice.binding",
        "The evidence of a DICE identity beside the quotes is not the one that they bind.",
        "Send the evidence whose hash stands in the bindings; the two belong to one session and one node.", Cddl);

    public static readonly ReasonCode DiceNotEnrolled = new(2229, "node.dice.not-enrolled",
        "The evidence shows a DICE identity, and the node was enrolled without one.",
        "Enrol the node anew with its identity; nothing says that the one it shows is its own.", Nodes);

    public static readonly ReasonCode DiceLayers = new(2230, "node.dice.layers",
        "The layers of the node's DICE identity were not compared: there are no reference values for them.",
        "Nothing, where the node's quotes say what runs; else submit reference values for the layers of this class.", Nodes);

    public static readonly ReasonCode Class = new(2231, "node.class",
        "The node was enrolled without vendor and model, so no reference values are its own.",
        "Enrol the node with a class.", Nodes);

    public static readonly ReasonCode MoreFindings = new(2232, "node.more-findings",
        "There are more findings than are listed one by one; each reason is listed at least once.",
        "Mend what is listed first: a log with that many faults is damaged as a whole, or made up.", Nodes);

    public static readonly ReasonCode Revoked = new(2233, "node.revoked",
        "An operator revoked the node: whatever its evidence says, it is refused.",
        "If the node shall serve again, lift the revocation (attest nodes restore NAME); a new appraisal decides then.", "docs/verifier-api.md, nodes");

    internal static readonly ReasonCode[] All =
    [
        Size, Version, Member, Missing, Order, Limit, Bank, Absence, ImaStart, Variable, Name, NotEnrolled, AkDiffers, AkName, BoundName, ClockBack, ResetBack,
        RestartBack, Clone, Rebooted, Restarted, FirmwareChanged, ClockUnsafe, QuotesApart, PcrsNotQuoted, BootLogMissing, ImaLogMissing, DiceMissing,
        DiceBinding, DiceNotEnrolled, DiceLayers, Class, MoreFindings, Revoked,
    ];
}
