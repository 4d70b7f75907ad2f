namespace Attestation.Formats.Reasons;

/// <summary>Reasons of judging the entries of an IMA list against reference values and policy, events 2010-2039.</summary>
public static class ImaPolicyReasons
{
    private const string References = "docs/formats/node-reference-values.md, ima";
    private const string Judging = "docs/ima.md";

    public static readonly ReasonCode NotAllowed = new(2010, "ima.not-allowed",
        "A file was measured that no reference value knows, neither by its path nor by its digest.",
        "Find out how the file came to the node; if it belongs there, add its digest to the reference values or sign it with a key that they name.", References);

    public static readonly ReasonCode Changed = new(2011, "ima.changed",
        "A file has another content than the reference values state for its path.",
        "If the file was updated, publish reference values of the update before it is rolled out; if not, it was tampered with.", References);

    public static readonly ReasonCode OtherPath = new(2012, "ima.other-path",
        "A file was measured whose content the reference values know under another path only.",
        "Add the path to the reference values, state the digest without a path, or let the policy warn (node.ima.otherPath).", References);

    public static readonly ReasonCode Violation = new(2013, "ima.violation",
        "A file was written while it was measured: nobody knows what was read.",
        "Find out who writes to the file; where that is normal, name it in the policy (node.ima.violations).", "Linux, security/integrity/ima/ima_main.c, ima_rdwr_violation_check");

    public static readonly ReasonCode BootAggregate = new(2014, "ima.boot-aggregate",
        "The boot_aggregate of the IMA list is not the one of the quoted boot PCRs: the list belongs to another boot.",
        "Send the list of the boot that was quoted.", "Linux, security/integrity/ima/ima_crypto.c, ima_calc_boot_aggregate");

    public static readonly ReasonCode BootAggregateUnproven = new(2015, "ima.boot-aggregate.unproven",
        "The quote does not hold the PCRs that boot_aggregate is made of.",
        "Quote PCR 0 to 9 in the bank of boot_aggregate, or PCR 0 to 7 where it is SHA-1.", "Linux, security/integrity/ima/ima_crypto.c, ima_calc_boot_aggregate");

    public static readonly ReasonCode Signer = new(2016, "ima.signer",
        "A file that no reference value knows is signed with a key that the reference values do not name.",
        "Add the key as ima-signer to the reference values, or the file's digest.", References);

    public static readonly ReasonCode SignatureWrong = new(2017, "ima.signature-wrong",
        "A file's signature names a key of the reference values and is not that key's signature over this file.",
        "Sign the file again; it was changed after it was signed, or its signature was copied from another file.", "Linux, security/integrity/digsig_asymmetric.c");

    public static readonly ReasonCode Keyring = new(2018, "ima.keyring",
        "A key was put into a kernel keyring that neither reference values nor policy allow.",
        "Add the key (ima-signer) or its digest to the reference values, or the keyring's name to the policy (node.ima.keyrings).", "Linux, Documentation/ABI/testing/ima_policy, KEY_CHECK");

    public static readonly ReasonCode MeasuredPolicy = new(2019, "ima.policy",
        "The node loaded an IMA policy that the reference values do not know.",
        "Add its digest to the reference values, under the name that the list gives it.", "Linux, Documentation/ABI/testing/ima_policy, POLICY_CHECK");

    public static readonly ReasonCode KexecCommandLine = new(2020, "ima.kexec-cmdline",
        "A kernel was loaded for kexec with a command line that the reference values do not know.",
        "Add its digest to the reference values under the name kexec-cmdline.", "Linux, Documentation/ABI/testing/ima_policy, KEXEC_CMDLINE");

    public static readonly ReasonCode CriticalData = new(2021, "ima.critical-data",
        "The kernel measured critical data that the reference values do not know.",
        "Add its digest to the reference values under the name that the list gives it, or the name to the policy (node.ima.buffers).", "Linux, Documentation/ABI/testing/ima_policy, CRITICAL_DATA");

    public static readonly ReasonCode WeakHash = new(2022, "ima.weak-hash",
        "An IMA entry identifies its file with a hash weaker than the policy asks for.",
        "Boot the node with ima_hash=sha256, or lower node.ima.minimumHash.", Judging);

    public static readonly ReasonCode WeakBank = new(2023, "ima.weak-bank",
        "The quoted PCR binds the IMA list with a hash weaker than the policy asks for.",
        "Quote PCR 10 in a bank that the kernel fills with its own hash: sha256, not sha1, and not a bank whose hash the kernel lacked when IMA began.", Judging);

    public static readonly ReasonCode OtherHash = new(2024, "ima.other-hash",
        "The reference values state a file's digest with another hash than the IMA list has.",
        "Publish reference values with the node's ima_hash, or boot the node with theirs.", References);

    public static readonly ReasonCode ReferenceExpired = new(2025, "ima.reference-expired",
        "The only reference values that know a file do not count: their CoRIM is out of its validity or not signed.",
        "Publish a new CoRIM for this node's class.", References);

    public static readonly ReasonCode NoReference = new(2026, "ima.no-reference",
        "There is no IMA reference value to compare the list with.",
        "Publish a CoRIM with measurements ima or ima-signer for this node's class.", References);

    public static readonly ReasonCode NotQuoted = new(2027, "ima.not-quoted",
        "The quote does not hold PCR 10 in a bank that can be computed.",
        "Quote PCR 10 in the sha256 bank.", Judging);

    public static readonly ReasonCode Resend = new(2028, "ima.resend",
        "The IMA list continues from a place that the verifier does not know for this boot, this policy and these reference values.",
        "Send the list from its beginning; the agent does so by itself at its next attestation.", Judging);

    public static readonly ReasonCode Excluded = new(2029, "ima.excluded",
        "Entries of the IMA list were let pass because the policy excludes their names.",
        "Nothing, if the exclusions are meant; each one is a place where unknown code runs unnoticed.", "docs/policy.md, node.ima.exclude");

    public static readonly ReasonCode AppendedSignature = new(2030, "ima.appended-signature",
        "A file's appended signature was not looked at; its digest decides.",
        "State the digest of the whole file in the reference values.", "Linux, Documentation/security/IMA-templates.rst, modsig");

    public static readonly ReasonCode SignatureLimit = new(2031, "ima.signature-limit",
        "More signatures of the IMA list are wrong than are worth verifying; the rest was not looked at.",
        "Look at the first ones; then publish digests of the files.", Judging);

    public static readonly ReasonCode Unquoted = new(2032, "ima.unquoted",
        "The IMA list has entries behind the part that the quote covers; they were not judged.",
        "Nothing: the list grew between quote and reading. The next attestation covers them.", Judging);

    public static readonly ReasonCode NothingMeasured = new(2033, "ima.nothing-measured",
        "The quoted PCR 10 has its value after a reset: the kernel measured no file into this TPM.",
        "Boot with an IMA policy (ima_policy=tcb), and with the TPM's driver in the kernel, so that it is there when IMA begins.", "Linux, security/integrity/ima/ima_init.c");

    public static readonly ReasonCode NothingCompared = new(2034, "ima.nothing-compared",
        "The policy requires the IMA list, and no entry of it was compared with a reference value.",
        "Boot the node with an IMA policy that measures what runs (ima_policy=tcb), and take out of node.ima.exclude what covers everything.", "docs/policy.md, node.require");

    internal static readonly ReasonCode[] All =
    [
        NotAllowed, Changed, OtherPath, Violation, BootAggregate, BootAggregateUnproven, Signer, SignatureWrong, Keyring, MeasuredPolicy, KexecCommandLine,
        CriticalData, WeakHash, WeakBank, OtherHash, ReferenceExpired, NoReference, NotQuoted, Resend, Excluded, AppendedSignature, SignatureLimit, Unquoted, NothingMeasured, NothingCompared,
    ];
}
