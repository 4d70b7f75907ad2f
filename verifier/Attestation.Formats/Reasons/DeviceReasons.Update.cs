namespace Attestation.Formats.Reasons;

/// <summary>20-39: manifest and update.</summary>
public static partial class DeviceReasons
{
    public static readonly ReasonCode MessageSize = Device(20, "message-size",
        "A signed message is empty, or longer than its kind may be.",
        "Send what attest-factory wrote: a manifest has at most 8192 bytes, an authorisation at most 512.",
        "docs/formats/update-manifest.cddl");

    public static readonly ReasonCode MessageEnvelope = Device(21, "message-envelope",
        "The message is no COSE_Sign1 as devices read it.",
        "Send the signed file itself, as attest-factory wrote it.",
        "docs/formats/update-manifest.cddl");

    public static readonly ReasonCode MessageAlgorithm = Device(22, "message-algorithm",
        "The message is signed with another algorithm than that of the device's key.",
        "Sign with the key whose public half is in the device.",
        "RFC 9052 section 4.4");

    public static readonly ReasonCode MessageSignature = Device(23, "message-signature",
        "The message is not signed by the key that the device obeys, or was changed.",
        "Sign with the key whose public half is in the device; if it was, somebody changes messages on their way.",
        "RFC 9052 section 4.4");

    public static readonly ReasonCode ManifestStructure = Device(24, "manifest-structure",
        "The manifest is not in the one encoding of its format.",
        "Write it with attest-factory release build.",
        "docs/formats/update-manifest.cddl");

    public static readonly ReasonCode ManifestFormat = Device(25, "manifest-format",
        "The manifest has a version of its format that this firmware does not know.",
        "Update the resident firmware, or write the manifest with a tool of its time.",
        "docs/formats/update-manifest.cddl");

    public static readonly ReasonCode ManifestName = Device(26, "manifest-name",
        "A name in the manifest is no name that devices take.",
        "Name layers and files with 1 to 32 letters, digits, dots, underscores and hyphens, no dot first.",
        "docs/formats/update-manifest.cddl");

    public static readonly ReasonCode ManifestNameTwice = Device(27, "manifest-name-twice",
        "Two layers or two files of the manifest have one name.",
        "Give each its own; capitals make no difference on some boards.",
        "docs/formats/update-manifest.cddl");

    public static readonly ReasonCode ManifestCount = Device(28, "manifest-count",
        "The manifest has no layer, a layer without files, or more of either than devices take.",
        "Release 1 to 4 layers with 1 to 16 files in all.",
        "docs/formats/update-manifest.cddl");

    public static readonly ReasonCode ManifestFileSize = Device(29, "manifest-file-size",
        "A file of the manifest is empty, or larger than 1 MiB.",
        "Leave it out, or split it.",
        "docs/formats/update-manifest.cddl");

    public static readonly ReasonCode ManifestClass = Device(30, "manifest-class",
        "The release is for another vendor, model or board.",
        "Send the release that was built for this class of device.",
        "docs/formats/update-manifest.cddl");

    public static readonly ReasonCode ManifestSvn = Device(31, "manifest-svn",
        "The release's security version is below the one that this device still runs.",
        "Send a release whose security version is at least the rollback counter of update-status.",
        "docs/firmware-update.md");

    public static readonly ReasonCode ManifestResident = Device(32, "manifest-resident",
        "The release needs a newer resident image than this device has.",
        "Flash the newer resident image at a station, or release for the one that is there.",
        "docs/formats/update-manifest.cddl");

    public static readonly ReasonCode UpdateOnTrial = Device(33, "update-on-trial",
        "The running firmware is on trial, and another update would overwrite the only one known to work.",
        "Confirm what runs, or restart until the device has gone back; then send again.",
        "docs/firmware-update.md");

    public static readonly ReasonCode UpdateNotBegun = Device(34, "update-not-begun",
        "No update has begun since the last restart, or nothing runs that could be confirmed.",
        "Begin with the manifest; the answer says where to go on.",
        "docs/firmware-update.md");

    public static readonly ReasonCode UpdateOffset = Device(35, "update-offset",
        "This piece is not the one that comes next.",
        "Ask for the status, or begin again with the manifest; go on where the answer says.",
        "docs/firmware-update.md");

    public static readonly ReasonCode UpdateIncomplete = Device(36, "update-incomplete",
        "Files of the update are missing, or not whole.",
        "Send what the status names, then commit again.",
        "docs/firmware-update.md");

    public static readonly ReasonCode FileDigest = Device(37, "file-digest",
        "A file of the release has another digest than its manifest states.",
        "Send the same update again: the device has deleted the file, or asks for it.",
        "docs/formats/update-manifest.cddl");

    public static readonly ReasonCode StorageFailed = Device(38, "storage-failed",
        "The device's storage failed to read or to write.",
        "Try again after a restart; if it stays, the storage is full or worn.",
        "docs/firmware-update.md");

    public static readonly ReasonCode RollbackCounter = Device(39, "rollback-counter",
        "The device's rollback counter cannot be read or advanced.",
        "Take the device out of service: without its counter it cannot refuse old firmware.",
        "docs/firmware-update.md");

    private static ReasonCode[] OfUpdate =>
    [
        MessageSize, MessageEnvelope, MessageAlgorithm, MessageSignature, ManifestStructure, ManifestFormat, ManifestName, ManifestNameTwice,
        ManifestCount, ManifestFileSize, ManifestClass, ManifestSvn, ManifestResident, UpdateOnTrial, UpdateNotBegun, UpdateOffset, UpdateIncomplete,
        FileDigest, StorageFailed, RollbackCounter
    ];
}
