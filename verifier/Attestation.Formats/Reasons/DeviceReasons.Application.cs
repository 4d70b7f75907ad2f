namespace Attestation.Formats.Reasons;

/// <summary>60-69: application and sealing.</summary>
public static partial class DeviceReasons
{
    public static readonly ReasonCode NonceSize = Device(60, "nonce-size",
        "The nonce has not 8 to 64 bytes.",
        "Send the nonce that the verifier gave.",
        "docs/formats/device-evidence.cddl");

    public static readonly ReasonCode EvidenceFailed = Device(61, "evidence-failed",
        "The device could not sign its evidence.",
        "Ask again; if it stays, restart the device.",
        "docs/formats/device-evidence.cddl");

    public static readonly ReasonCode SealArgument = Device(62, "seal-argument",
        "The data to seal has more than 65536 bytes, or its purpose more than 255.",
        "Seal a key, and encrypt the data with it.",
        "docs/formats/sealed-blob.md");

    public static readonly ReasonCode SealingFailed = Device(63, "sealing-failed",
        "A sealing key could not be derived or used.",
        "Try again; if it stays, restart the device.",
        "docs/formats/sealed-blob.md");

    public static readonly ReasonCode SealedMalformed = Device(64, "sealed-malformed",
        "These bytes are no sealed blob.",
        "Give back the bytes as they were sealed.",
        "docs/formats/sealed-blob.md");

    public static readonly ReasonCode SealedForAnother = Device(65, "sealed-for-another",
        "The blob was changed, or sealed by another device, authority, mode or owner, or for another purpose.",
        "Seal anew: after a change of owner or of locks nothing of before can be read, and that is meant.",
        "docs/formats/sealed-blob.md");

    public static readonly ReasonCode SealedByNewerFirmware = Device(66, "sealed-by-newer-firmware",
        "The blob was sealed by a firmware with a higher security version.",
        "Go back to that firmware, or a newer one.",
        "docs/formats/sealed-blob.md");

    public static readonly ReasonCode SealedVersionsUnknown = Device(67, "sealed-versions-unknown",
        "The blob counts versions, and this product does not.",
        "Seal anew: the blob is of another product, or of another build of this one.",
        "docs/formats/sealed-blob.md");

    public static readonly ReasonCode IdentityStopped = Device(68, "identity-stopped",
        "The application's identity was stopped, and its secrets are wiped.",
        "Restart the device; hello says whether its application failed.",
        "docs/formats/device-protocol.md, Commands");

    public static readonly ReasonCode NothingRuns = Device(69, "nothing-runs",
        "No firmware runs on the device that could answer.",
        "Ask hello for the reason of the last boot, and follow that.",
        "docs/formats/device-protocol.md, Commands");

    private static ReasonCode[] OfApplication =>
    [
        NonceSize, EvidenceFailed, SealArgument, SealingFailed, SealedMalformed, SealedForAnother, SealedByNewerFirmware, SealedVersionsUnknown,
        IdentityStopped, NothingRuns
    ];
}
