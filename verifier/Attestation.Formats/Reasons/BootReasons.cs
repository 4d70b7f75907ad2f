namespace Attestation.Formats.Reasons;

/// <summary>Reasons that a node's boot gives when its events are compared with reference values, events 2250-2299.</summary>
public static class BootReasons
{
    private const string References = "docs/formats/node-reference-values.md";
    private const string SystemdLog = "systemd, docs/TPM2_PCR_MEASUREMENTS.md; RFC 7464";
    private const string Submit = "If this is a release of yours, submit its CoRIM (attest-factory node-reference makes one from a known-good machine); if not, ";

    public static readonly ReasonCode ClassMissing = new(2250, "boot.class.missing",
        "The policy requires a kind of boot event that the log does not have.",
        "Boot through a path that measures it, or take the class out of the policy's node.require.", "docs/policy.md, node");

    public static readonly ReasonCode NoReference = new(2251, "boot.class.no-reference",
        "The policy requires a kind of boot event for which the node's class has no reference value.",
        "Submit a CoRIM that states this class, or take it out of the policy's node.require.", "docs/policy.md, node");

    public static readonly ReasonCode NotQuoted = new(2252, "boot.class.not-quoted",
        "All events of a required kind stand in PCRs that are not quoted: nothing protects them.",
        "Add the PCR named to the policy's node.pcrs.", "docs/policy.md, node");

    public static readonly ReasonCode ReferenceExpired = new(2253, "boot.reference-expired",
        "A boot event matches only a reference value whose CoRIM is not valid at this time.",
        "Submit a CoRIM with a current validity, or check the verifier's clock.", "draft-ietf-rats-corim, validity-map");

    public static readonly ReasonCode Disguised = new(2254, "boot.unknown-file",
        "An event whose digest is over a file and not over its name is in no reference value: it may be of a required kind, whatever the log calls it.",
        "State every file that the boot loader reads (classes kernel, initrd, grub-module); attest-factory node-reference does.", References);

    public static readonly ReasonCode CommandLineText = new(2255, "boot.command-line.not-measured",
        "The log shows a kernel command line that the event's digest is not over.",
        "Do not believe the text; state the event's digest as a reference value where the loader measures the line in another form.", References);

    public static readonly ReasonCode SecureBootOff = new(2256, "boot.secure-boot.off",
        "The node booted with Secure Boot off.",
        "Turn Secure Boot on in the firmware's setup; to admit such nodes set secureBoot to false in the policy.", "docs/policy.md, node");

    public static readonly ReasonCode SecureBootUnknown = new(2257, "boot.secure-boot.unknown",
        "No quoted event says whether Secure Boot is on.",
        "Quote PCR 7 and send the event log; with grub 2.06 and Secure Boot off there is none.", "UEFI 2.10 section 3.3; PC Client Platform Firmware Profile 1.06 section 3.3.4.8");

    public static readonly ReasonCode GoldenPcr = new(2258, "boot.pcr.golden",
        "A quoted PCR has none of its golden values.",
        "Look at the other findings for the event that changed; golden values follow every change of hardware and firmware settings.", References);

    public static readonly ReasonCode GoldenMissing = new(2259, "boot.pcr.no-reference",
        "The policy asks for golden PCR values, and the node's class has none in a quoted bank.",
        "Submit a CoRIM with the measurement pcrs, or set goldenPcrs to false in the policy.", "docs/policy.md, node");

    public static readonly ReasonCode GoldenNotQuoted = new(2260, "boot.pcr.not-quoted",
        "A PCR with a golden value is not quoted.",
        "Add it to the policy's node.pcrs.", "docs/policy.md, node");

    public static readonly ReasonCode AuthorityUsed = new(2261, "boot.authority.used",
        "An image was authorised by the key or list named.",
        "Nothing; it tells whose signature the firmware or shim believed.", "PC Client Platform Firmware Profile 1.06 section 3.3.4.8");

    public static readonly ReasonCode SrtmVersion = new(2265, "boot.srtm-version",
        "The version of the firmware's root of trust is in no reference value.",
        Submit + "find out who updated the firmware.", References);

    public static readonly ReasonCode Firmware = new(2266, "boot.firmware",
        "A part of the firmware is in no reference value.",
        Submit + "find out who updated the firmware.", References);

    public static readonly ReasonCode OptionRom = new(2267, "boot.option-rom",
        "A device's driver that the firmware loaded is in no reference value.",
        Submit + "find the device that was plugged in or updated.", References);

    public static readonly ReasonCode FirmwareConfiguration = new(2268, "boot.firmware-configuration",
        "A setting or a table of the platform is in no reference value.",
        Submit + "compare the firmware's setup with that of a good machine.", References);

    public static readonly ReasonCode BootOrder = new(2269, "boot.boot-order",
        "The boot order or a boot entry is in no reference value.",
        Submit + "restore the entry in the firmware's setup.", References);

    public static readonly ReasonCode SecureBootState = new(2270, "boot.secure-boot",
        "An event that says how Secure Boot stands is in no reference value.",
        Submit + "restore Secure Boot's settings in the firmware's setup.", References);

    public static readonly ReasonCode SecureBootKeys = new(2271, "boot.secure-boot-keys",
        "A key database of Secure Boot (PK, KEK, db, dbx) is in no reference value.",
        Submit + "compare the database with that of a good machine: who may sign was changed.", References);

    public static readonly ReasonCode Authority = new(2272, "boot.authority",
        "An image was authorised by something that is in no reference value.",
        Submit + "find the image that another key signed.", References);

    public static readonly ReasonCode BootLoader = new(2273, "boot.boot-loader",
        "An image that ran before the kernel, or as the kernel, is in no reference value.",
        Submit + "restore the image named.", References);

    public static readonly ReasonCode PartitionTable = new(2274, "boot.partition-table",
        "The partition table is in no reference value.",
        Submit + "compare the disk's partitions with those of a good machine; each disk has identifiers of its own.", References);

    public static readonly ReasonCode Mok = new(2275, "boot.mok",
        "A list of machine owner keys is in no reference value.",
        Submit + "look with mokutil which key was enrolled.", References);

    public static readonly ReasonCode GrubModule = new(2276, "boot.grub-module",
        "A file that grub read is in no reference value.",
        Submit + "restore the file named.", References);

    public static readonly ReasonCode GrubCommand = new(2277, "boot.grub-command",
        "A command of grub matches no reference value.",
        Submit + "compare grub.cfg with that of a good machine.", References);

    public static readonly ReasonCode CommandLine = new(2278, "boot.command-line",
        "The kernel's command line matches no reference value.",
        "If the change was meant, submit a CoRIM with a pattern for it; if not, restore the boot entry.", References);

    public static readonly ReasonCode Kernel = new(2279, "boot.kernel",
        "The kernel is in no reference value.",
        Submit + "boot a released kernel; an old one may have been put back.", References);

    public static readonly ReasonCode Initrd = new(2280, "boot.initrd",
        "The initrd is in no reference value.",
        "If it was rebuilt, make reference values of the new one; an initrd that is built on the machine differs from machine to machine.", References);

    public static readonly ReasonCode UkiSection = new(2281, "boot.uki-section",
        "A section of the unified kernel image is in no reference value.",
        Submit + "boot a released image.", References);

    public static readonly ReasonCode SystemdPhase = new(2282, "boot.systemd-phase",
        "A phase of the boot that systemd measured is in no reference value.",
        "State the phases that this class goes through; the quote was made in another one.", References);

    public static readonly ReasonCode Systemd = new(2283, "boot.systemd",
        "A credential, extension, machine id or file system that systemd measured is in no reference value.",
        Submit + "find out who added it; a machine id is different on every machine.", References);

    public static readonly ReasonCode Other = new(2284, "boot.other",
        "An event of no known kind is in no reference value.",
        Submit + "look at the event named.", References);

    public static readonly ReasonCode SystemdLogSize = new(2286, "boot.systemd-log.too-large",
        "systemd's measurement log is larger than 4 MiB, or has a record of more than 64 KiB.",
        "Send the log as systemd wrote it; real ones have some thousand bytes.", SystemdLog);

    public static readonly ReasonCode SystemdLogSyntax = new(2287, "boot.systemd-log.syntax",
        "systemd's measurement log is no sequence of JSON objects, each behind a record separator.",
        "Send the log as systemd wrote it; a file read while it is written may end inside a record.", SystemdLog);

    public static readonly ReasonCode SystemdLogRecord = new(2288, "boot.systemd-log.record",
        "A record of systemd's measurement log has no PCR or no digests, or one that does not have the shape of its algorithm.",
        "Send the log as systemd wrote it.", SystemdLog);

    internal static readonly ReasonCode[] All =
    [
        ClassMissing, NoReference, NotQuoted, ReferenceExpired, Disguised, CommandLineText, SecureBootOff, SecureBootUnknown, GoldenPcr, GoldenMissing,
        GoldenNotQuoted, AuthorityUsed, SrtmVersion, Firmware, OptionRom, FirmwareConfiguration, BootOrder, SecureBootState, SecureBootKeys, Authority, BootLoader,
        PartitionTable, Mok, GrubModule, GrubCommand, CommandLine, Kernel, Initrd, UkiSection, SystemdPhase, Systemd, Other,
        SystemdLogSize, SystemdLogSyntax, SystemdLogRecord,
    ];
}
