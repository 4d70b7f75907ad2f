namespace Attestation.Formats.Reasons;

/// <summary>Reasons of releases of board firmware, events 1850-1869.</summary>
public static class ReleaseReasons
{
    private const string Manifest = "docs/formats/update-manifest.cddl";

    private const string Boards = "docs/factory.md, Releases of boards";
    private const string Difference = "docs/factory.md, Two releases";

    public static readonly ReasonCode UpdateName = new(1850, "factory.update-name",
        "A name in the update is none that a board can hold, or is used twice.",
        "Name board, layers and files with 1 to 32 of A-Z a-z 0-9 . _ - and no dot first; vendor, model and version with 1 to 64 printable bytes.", Manifest);

    public static readonly ReasonCode UpdateLimit = new(1851, "factory.update-limit",
        "The update is larger than boards take.",
        "Stay within 4 layers, 16 files, 1 MiB a file and 8 KiB of manifest: merge assemblies, or leave out what the application does not use.", Manifest);

    public static readonly ReasonCode UpdateKey = new(1852, "factory.update-key",
        "Boards cannot verify this kind of firmware key.",
        "Make one with attest-factory key new --alg p256 or --alg ed25519.", Manifest);

    public static readonly ReasonCode UpdateMalformed = new(1853, "factory.update-malformed",
        "The update manifest is not the signed map that boards read.",
        "Release the update again with attest-factory release build.", Manifest);

    public static readonly ReasonCode UpdateSignature = new(1854, "factory.update-signature",
        "The update manifest is not signed by the firmware key that boards trust.",
        "Give the public half of the key that signed the release, or release it again.", Manifest);

    public static readonly ReasonCode ResidentImage = new(1855, "factory.resident-image",
        "Layer 0 of the release is not given: neither the parts of the resident image nor the digest that the bootloader states.",
        "Give --resident PARTITION=FILE for each part, or --resident-digest with 64 hexadecimal digits where the board measures that.", "docs/factory.md, Releases of boards");

    public static readonly ReasonCode FlashOverlap = new(1856, "factory.flash-overlap",
        "A file of the flash has no place of its own: it reaches into the next one, or shares its name or offset.",
        "Write PARTITION=FILE, one file for each partition, and check the file's size.", "docs/factory.md, Releases of boards");

    public static readonly ReasonCode ReleaseOption = new(1857, "factory.release-option",
        "A layer, a place in flash or a digest on the command line is none.",
        "Write NAME=FILE,FILE for a layer, PARTITION=FILE for the flash (deploy=boot.bin), and digests in hexadecimal.", "docs/factory.md, Releases of boards");

    public static readonly ReasonCode ReleaseUnreadable = new(1858, "factory.release-unreadable",
        "This is no release: neither a whole folder of release build nor the signed CoRIM of one.",
        "Give the folder that attest-factory release build wrote, or the CoRIM file of one release.", Difference);

    public static readonly ReasonCode ReleaseChecksum = new(1859, "factory.release-checksum",
        "A file of the release is not the one that was released: its checksum differs.",
        "Fetch the release again, or build it again: the same inputs give the same bytes.", Difference);

    public static readonly ReasonCode ReleaseSignature = new(1860, "factory.release-signature",
        "The CoRIM of the release is not signed by the key that is trusted for it.",
        "Give the public key of who signed it (corim.pub.pem of the CA), or fetch the release again.", Difference);

    public static readonly ReasonCode ReleaseKeyMissing = new(1861, "factory.release-key-missing",
        "A CoRIM alone brings no key with which it can be verified.",
        "Name its signer's public key with --corim-key, or give the release's folder.", Difference);

    public static readonly ReasonCode ReleasePair = new(1862, "factory.release-pair",
        "The two releases are not of one kind of device: nothing of the one follows from the other.",
        "Compare releases of one vendor, model and board.", Difference);

    public static readonly ReasonCode FlashPartition = new(1863, "factory.flash-partition",
        "A file does not fit the board's flash: no partition begins where it is to lie, or the partition is smaller.",
        "Write PARTITION=FILE with a name that attest-factory board check knows of the board, and check the file's size.", Boards);

    public static readonly ReasonCode LayersPartition = new(1864, "factory.layers-partition",
        "The layers do not fit the board's file system twice: an update is staged beside what runs.",
        "Make the files smaller, or enlarge the layers partition in the interpreter's build and in the board's description.", Boards);

    public static readonly ReasonCode BoardUnfit = new(1865, "factory.board-unfit",
        "The release is not made as this board starts and measures firmware.",
        "Compare --resident, --resident-digest and --board with the board's description: its deployment partition, and how it measures layer 0.", Boards);

    internal static readonly ReasonCode[] All =
    [
        UpdateName, UpdateLimit, UpdateKey, UpdateMalformed, UpdateSignature, ResidentImage, FlashOverlap, ReleaseOption,
        ReleaseUnreadable, ReleaseChecksum, ReleaseSignature, ReleaseKeyMissing, ReleasePair, FlashPartition, LayersPartition, BoardUnfit,
    ];
}
