namespace Attestation.Formats.Reasons;

/// <summary>1-19: boot.</summary>
public static partial class DeviceReasons
{
    public static readonly ReasonCode UdsUnavailable = Device(1, "uds-unavailable",
        "The device cannot read its unique secret: it is latched, not programmed, or its hardware failed.",
        "Restart the device; if it stays, program its secret, or take it out of service.",
        "Open Profile for DICE, UDS Details");

    public static readonly ReasonCode UdsBlank = Device(2, "uds-blank",
        "The device's unique secret is all zeros or all ones: nobody programmed it.",
        "Provision the device: until then its identity is that of every blank one.",
        "Open Profile for DICE, UDS Details");

    public static readonly ReasonCode ResidentUnreadable = Device(3, "resident-unreadable",
        "The device cannot measure its resident image.",
        "Compare the rule for layer 0 in the board's description with what the firmware reads; flash the resident image again.",
        "docs/formats/dice-reference-values.md, What boot code measures");

    public static readonly ReasonCode DiceFailed = Device(4, "dice-failed",
        "A DICE computation of the boot failed: hash, key derivation or signature.",
        "Restart the device; if it stays, its crypto hardware or memory is defective.",
        "Open Profile for DICE, High-level DICE Flow");

    public static readonly ReasonCode PlanIncomplete = Device(5, "plan-incomplete",
        "The resident firmware was built without a part that a boot needs.",
        "Complete board, firmware key, version and the board's condition in the resident program, and build it again.",
        "docs/boards.md");

    public static readonly ReasonCode NoRelease = Device(6, "no-release",
        "No slot of the device holds a release.",
        "Send an update, or flash a release; the device serves updates without one.",
        "docs/firmware-update.md");

    public static readonly ReasonCode FileMissing = Device(7, "file-missing",
        "A file that the release's manifest names is not in its slot.",
        "Send the same update again: what is missing is asked for.",
        "docs/firmware-update.md");

    public static readonly ReasonCode FileSize = Device(8, "file-size",
        "A file of the release has another size than its manifest says.",
        "Send the same update again.",
        "docs/firmware-update.md");

    public static readonly ReasonCode VersionAboveCeiling = Device(9, "version-above-ceiling",
        "The release's security version is above the ceiling that the product's seals were made for.",
        "Release with a security version up to the ceiling; the ceiling itself never changes.",
        "docs/formats/sealed-blob.md");

    public static readonly ReasonCode OutOfMemory = Device(10, "out-of-memory",
        "The release does not fit into the device's memory.",
        "Make the release smaller, or its files fewer; docs/firmware-budget.md has the figures.",
        "docs/firmware-budget.md");

    public static readonly ReasonCode LayerNotLoadable = Device(11, "layer-not-loadable",
        "A measured file is no program that this board can load.",
        "Build the file for this board's interpreter, and release it again. The device goes back to the release before.",
        "docs/firmware-update.md");

    public static readonly ReasonCode ApplicationFailed = Device(12, "application-failed",
        "The application has no entry, or ended with an exception.",
        "Read the application's log; restart the device to go back after its trial boots, or send a release that works.",
        "docs/firmware-update.md");

    public static readonly ReasonCode BootFailed = Device(13, "boot-failed",
        "Boot code ended with an exception that has no number of its own.",
        "Restart the device; if it stays, a driver of the board is defective.",
        "docs/formats/device-protocol.md");

    public static readonly ReasonCode NotProvisioned = Device(14, "not-provisioned",
        "The device has no identity yet, so it boots nothing.",
        "Provision it: secret, identity, locks, restart.",
        "docs/formats/device-protocol.md, Commands");

    public static readonly ReasonCode RecordsDamaged = Device(15, "records-damaged",
        "The device's records of its identity or of its owner are damaged, so it boots nothing.",
        "Take the device out of service: with these records it could be given back to an owner it no longer has.",
        "docs/formats/device-protocol.md, States");

    public static readonly ReasonCode Decommissioned = Device(16, "decommissioned",
        "The device was taken out of service for ever.",
        "Replace the device; nothing brings its identity back.",
        "docs/formats/owner-authorisation.cddl");

    private static ReasonCode[] OfBoot =>
    [
        UdsUnavailable, UdsBlank, ResidentUnreadable, DiceFailed, PlanIncomplete, NoRelease, FileMissing, FileSize, VersionAboveCeiling, OutOfMemory,
        LayerNotLoadable, ApplicationFailed, BootFailed, NotProvisioned, RecordsDamaged, Decommissioned
    ];
}
