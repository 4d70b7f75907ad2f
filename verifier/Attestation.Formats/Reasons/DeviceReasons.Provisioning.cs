namespace Attestation.Formats.Reasons;

/// <summary>70-89: provisioning and ownership.</summary>
public static partial class DeviceReasons
{
    public static readonly ReasonCode SecretMissing = Device(70, "secret-missing",
        "The device has no secret yet.",
        "Write its UDS or its entropy first.",
        "docs/formats/device-protocol.md, Commands");

    public static readonly ReasonCode SecretWritten = Device(71, "secret-written",
        "The device has a secret already, and it is not this one, or it is past that step.",
        "Go on with the device's next step; a device whose secret is not known to have come from this line is scrapped.",
        "docs/formats/device-protocol.md, Commands");

    public static readonly ReasonCode SecretBlank = Device(72, "secret-blank",
        "The secret to be written is all zeros or all ones.",
        "Repair the station's source of entropy; nothing was written.",
        "docs/formats/device-protocol.md, Commands");

    public static readonly ReasonCode SchemeOther = Device(73, "scheme-other",
        "The device's board uses the other provisioning scheme.",
        "Run the line with the scheme of the board's description.",
        "Open Profile for DICE, Provisioning Schemes");

    public static readonly ReasonCode RandomFailed = Device(74, "random-failed",
        "The board has no source of random numbers that it vouches for, or that source failed.",
        "Repeat; where the board has none, use scheme 1, and do without change of ownership.",
        "docs/boards.md");

    public static readonly ReasonCode SecretNotKept = Device(75, "secret-not-kept",
        "What was written as a secret was not read back.",
        "Repeat with the same bytes; if it stays, scrap the device.",
        "docs/formats/device-protocol.md, Commands");

    public static readonly ReasonCode IdentityMissing = Device(76, "identity-missing",
        "The device has no identity yet.",
        "Write its identity first.",
        "docs/formats/device-protocol.md, Commands");

    public static readonly ReasonCode IdentityWritten = Device(77, "identity-written",
        "The device has an identity already, and it is not this one.",
        "Leave it as it is: an identity is written once.",
        "docs/formats/device-protocol.md, Commands");

    public static readonly ReasonCode IdentityForAnother = Device(78, "identity-for-another",
        "The UEID is not that of this device's UDS key.",
        "Make certificate and UEID from the probe of this very device.",
        "RFC 9711 section 4.2.1");

    public static readonly ReasonCode LocksOpen = Device(79, "locks-open",
        "A lock of the board was read back open.",
        "Ask for the locks, and close the open one as the README of the board says.",
        "docs/boards.md, Locks");

    public static readonly ReasonCode DeviceLocked = Device(80, "device-locked",
        "The device is locked: its secret and its identity are never written again.",
        "Nothing is to be done; a locked device is provisioned.",
        "docs/formats/device-protocol.md, Commands");

    public static readonly ReasonCode AlgorithmOther = Device(81, "algorithm-other",
        "The device works with another algorithm.",
        "Use the first algorithm that its hello names.",
        "docs/formats/device-protocol.md, Commands");

    public static readonly ReasonCode ProbeFailed = Device(82, "probe-failed",
        "The device's DICE computation over zeros failed.",
        "Restart and repeat; if it stays, scrap the device.",
        "docs/formats/device-protocol.md, Commands");

    public static readonly ReasonCode DeviceReturned = Device(83, "device-returned",
        "The device was returned to its manufacturer.",
        "Give it to an owner with a rotation, then restart.",
        "docs/formats/owner-authorisation.cddl");

    public static readonly ReasonCode AuthorisationMalformed = Device(84, "authorisation-malformed",
        "The authorisation is not in the one encoding of its format.",
        "Write it with attest-factory.",
        "docs/formats/owner-authorisation.cddl");

    public static readonly ReasonCode AuthorisationForAnother = Device(85, "authorisation-for-another",
        "The authorisation is for another device.",
        "Sign one with the UEID that this device's hello names.",
        "docs/formats/owner-authorisation.cddl");

    public static readonly ReasonCode AuthorisationUsed = Device(86, "authorisation-used",
        "The authorisation's counter is not above that of the last one that the device carried out, or more than 2^32 - 1 above it.",
        "Sign one with the next counter: the owner record has the last.",
        "docs/formats/owner-authorisation.cddl");

    public static readonly ReasonCode AuthorisationAction = Device(87, "authorisation-action",
        "The authorisation is for another action than the command.",
        "Send rotate and return with rotate-owner, and decommission with decommission.",
        "docs/formats/owner-authorisation.cddl");

    public static readonly ReasonCode AuthorisationOwner = Device(88, "authorisation-owner",
        "The manufacturer signed a rotation, and the device has an owner.",
        "Have the owner sign it; without his key only a return or a decommissioning is possible.",
        "docs/formats/owner-authorisation.cddl");

    private static ReasonCode[] OfProvisioning =>
    [
        SecretMissing, SecretWritten, SecretBlank, SchemeOther, RandomFailed, SecretNotKept, IdentityMissing, IdentityWritten, IdentityForAnother,
        LocksOpen, DeviceLocked, AlgorithmOther, ProbeFailed, DeviceReturned, AuthorisationMalformed, AuthorisationForAnother, AuthorisationUsed,
        AuthorisationAction, AuthorisationOwner
    ];
}
