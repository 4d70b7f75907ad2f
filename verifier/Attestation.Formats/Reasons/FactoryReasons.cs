namespace Attestation.Formats.Reasons;

/// <summary>Reasons of the factory tool, events 1900-1949.</summary>
public static partial class FactoryReasons
{
    public static readonly ReasonCode ZeroUds = new(1900, "factory.zero-uds",
        "The device's identity can be reproduced from an all-zero secret: its UDS was never programmed.",
        "Program the UDS (check the fuse write and its lock) and run the station again.",
        "Open Profile for DICE, Provisioning Scheme 1 step 4.2, Scheme 2 step 4.2");

    public static readonly ReasonCode UdsReused = new(1901, "factory.uds-reused",
        "This UDS public key was certified before: two devices would share one identity.",
        "Stop the line: find out why the entropy repeats, and scrap the later device.",
        "Open Profile for DICE, Provisioning Scheme 2 step 1");

    public static readonly ReasonCode ChainBroken = new(1902, "factory.chain-broken",
        "The UDS certificate does not certify the key that signs the device's first CDI certificate.",
        "Check that certificate and fuse belong to the same device and algorithm.",
        "Open Profile for DICE, Provisioning Scheme 1 step 4.1, Scheme 2 step 4.1");

    public static readonly ReasonCode FileExists = new(1903, "factory.file-exists",
        "The output is there already and is not overwritten.",
        "Name another output, or pass --force where the command has it.", "docs/factory.md");

    public static readonly ReasonCode WriteFailed = new(1904, "factory.write-failed",
        "The output could not be written.",
        "Check the folder, its permissions and the free space; nothing half-written was left behind.", "docs/factory.md");

    public static readonly ReasonCode AuthorityUnreadable = new(1905, "factory.authority-unreadable",
        "The folder is not a complete manufacturer CA.",
        "Make one with attest-factory ca new, or name the folder that it made.", "docs/factory.md");

    public static readonly ReasonCode KeyUnusable = new(1906, "factory.key-unusable",
        "The file holds no private key of a supported kind.",
        "Give a PKCS#8 PEM file with a P-256, P-384 or Ed25519 key, plain or encrypted under PBES2 with PBKDF2.", "RFC 5958");

    public static readonly ReasonCode ImageUnreadable = new(1907, "factory.image-unreadable",
        "The firmware image is absent, empty or too large.",
        "Name image files of 1 byte to 256 MiB that this account may read.", "docs/formats/dice-reference-values.md");

    public static readonly ReasonCode FuseMalformed = new(1908, "factory.fuse-malformed",
        "The fuse file is not what the factory writes.",
        "Use the fuse file of the device's folder unchanged, or provision the device again.", "docs/formats/fuse.cddl");

    public static readonly ReasonCode ManifestMalformed = new(1909, "factory.manifest-malformed",
        "The release manifest is not a signed map of name, version, security version and digest.",
        "Release the image again with attest-factory release.", "docs/formats/release-manifest.cddl");

    public static readonly ReasonCode ManifestSignature = new(1910, "factory.manifest-signature",
        "The release manifest is not signed by the firmware key that the device trusts.",
        "Sign the release with the key whose public half was given to the device.", "docs/formats/release-manifest.cddl");

    public static readonly ReasonCode ManifestDigest = new(1911, "factory.manifest-digest",
        "The image is not the one that its release manifest names.",
        "Restore the image that was released, or release this one.", "docs/formats/release-manifest.cddl");

    public static readonly ReasonCode NameUnsuitable = new(1912, "factory.name-unsuitable",
        "A vendor, model, version, image or device name is empty, too long, holds control characters, or is used twice.",
        "Use 1 to 64 printable characters, and a name of its own for each image of a release.", "docs/factory.md");

    public static readonly ReasonCode NodeEvidence = new(1913, "factory.node-evidence",
        "Evidence of a known-good machine cannot be read, or lacks the boot event log.",
        "Make it with attest-agent attest --out on a machine whose kernel offers the log.", "docs/factory.md, Reference values of nodes");

    public static readonly ReasonCode NodeQuote = new(1914, "factory.node-quote",
        "A quote of a known-good machine does not verify with the machine's own attestation key.",
        "Make the evidence again; do not take it from a machine that you cannot reach.", "docs/factory.md, Reference values of nodes");

    public static readonly ReasonCode NodeReplay = new(1915, "factory.node-replay",
        "A log of a known-good machine does not replay to its quoted PCRs: it is not the log of that boot.",
        "Look at it with attest tpm eventlog --pcrs or attest ima; make the evidence again.", "docs/factory.md, Reference values of nodes");

    public static readonly ReasonCode NodeUnproven = new(1916, "factory.node-unproven",
        "An event of a known-good machine would become a reference value, and no quote or digest proves it.",
        "Quote the event's PCR, or leave its class out with --class.", "docs/factory.md, Reference values of nodes");

    public static readonly ReasonCode NodePattern = new(1917, "factory.node-pattern",
        "The command line of a known-good machine matches none of the patterns given.",
        "Widen the pattern, or leave the machine out.", "docs/factory.md, Reference values of nodes");

    public static readonly ReasonCode NodeEmpty = new(1918, "factory.node-empty",
        "Nothing is left to state: the machines have no event of the classes asked for.",
        "Name other classes with --class.", "docs/factory.md, Reference values of nodes");

    public static readonly ReasonCode NodeFiles = new(1919, "factory.node-files",
        "A list of files cannot be read: its lines are not those of sha256sum.",
        "Write lines of 64 hexadecimal digits, two spaces, and a path.", "docs/factory.md, Reference values of nodes");

    public static readonly ReasonCode NodeOption = new(1920, "factory.node-option",
        "A class, pattern or PCR on the command line is none.",
        "Use a class of docs/formats/node-reference-values.md, a pattern with * or **, PCRs from 0 to 23.", "docs/factory.md, Reference values of nodes");

    public static readonly ReasonCode PassphraseMissing = new(1921, "factory.passphrase-missing",
        "The private key is encrypted, or is to be, and no passphrase was given.",
        "Name a file with --passphrase-file (its first line counts; - is standard input), or run the command in a terminal.", "docs/factory.md, Keys of the CA");

    public static readonly ReasonCode PassphraseWrong = new(1922, "factory.passphrase-wrong",
        "The passphrase does not open the private key.",
        "Give the passphrase with which the key was encrypted; without it the key is lost.", "RFC 8018 section 6.2");

    internal static readonly ReasonCode[] All =
    [
        ZeroUds, UdsReused, ChainBroken, FileExists, WriteFailed, AuthorityUnreadable, KeyUnusable, ImageUnreadable, FuseMalformed,
        ManifestMalformed, ManifestSignature, ManifestDigest, NameUnsuitable, NodeEvidence, NodeQuote, NodeReplay, NodeUnproven, NodePattern,
        NodeEmpty, NodeFiles, NodeOption, PassphraseMissing, PassphraseWrong,
    ];
}
