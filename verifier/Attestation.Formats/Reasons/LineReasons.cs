namespace Attestation.Formats.Reasons;

/// <summary>Reasons of the provisioning line, its lots and their reports, events 2600-2649.</summary>
public static class LineReasons
{
    private const string Page = "docs/factory-line.md, ";

    public static readonly ReasonCode DeviceLost = new(2600, "factory.device-lost",
        "The device does not answer any more.",
        "Check cable and power and present the device again: it is taken up where it stopped.", Page + "Interruptions");

    public static readonly ReasonCode DeviceAnswer = new(2601, "factory.device-answer",
        "The device's answer is not what was asked for.",
        "Check the version of the device's firmware against that of the station.", "docs/formats/device-protocol.md");

    public static readonly ReasonCode DeviceSource = new(2602, "factory.device-source",
        "No device can come from where the line was told to take devices.",
        "Check the folder, port or address of the line's source, and who may use it.", Page + "Sources");

    public static readonly ReasonCode DeviceState = new(2603, "factory.device-state",
        "The device was provisioned before, and not by this lot.",
        "Put it aside: a used device is rotated or taken out of service, never provisioned again.", Page + "The steps");

    public static readonly ReasonCode DeviceBoard = new(2604, "factory.device-board",
        "The device is another board than the lot is for, or does not offer the lot's algorithm.",
        "Sort it out of this lot; it belongs to another line.", Page + "The steps");

    public static readonly ReasonCode UdsNotTaken = new(2605, "factory.uds-not-taken",
        "The device derives another UDS key than the one it was given, or another one after a restart.",
        "Scrap the device: its secret storage does not hold what is written.", "Open Profile for DICE, Provisioning Scheme 1 step 4");

    public static readonly ReasonCode LocksOpen = new(2606, "factory.locks-open",
        "A lock that the board must have is not in force when it is read back.",
        "Scrap or repair the device, and check the lock procedure of the board's README: what is not locked can be read out.", Page + "What each proof proves");

    public static readonly ReasonCode AttestationRefused = new(2607, "factory.attestation-refused",
        "The verifier does not affirm the device as it is about to be shipped.",
        "Look at the reasons in the detail: the release on the device, its reference values, and the device's mode.", Page + "What each proof proves");

    public static readonly ReasonCode VerifierUnavailable = new(2608, "factory.verifier-unavailable",
        "The verifier cannot be reached or does not work.",
        "Start or repair the verifier and run the line again: devices under work are taken up where they stopped.", Page + "Interruptions");

    public static readonly ReasonCode VerifierResult = new(2609, "factory.verifier-result",
        "The result is not the trusted verifier's answer to this challenge about this device.",
        "Check the address and the key of the verifier: something else answers in its place.", Page + "What each proof proves");

    public static readonly ReasonCode EndorsementRefused = new(2610, "factory.endorsement-refused",
        "The verifier does not take an endorsement or a release's reference values.",
        "Give the verifier the CoRIM key (--corim-keys) and, where it asks for one, the station the submission token.", Page + "Before the first device");

    public static readonly ReasonCode Unfinished = new(2611, "factory.unfinished",
        "The device was begun and never came back to be finished.",
        "Find the device and present it to the line again, or scrap it: its secret may be half written.", Page + "Closing a lot");

    public static readonly ReasonCode LotBusy = new(2612, "factory.lot-busy",
        "Another station works on this lot's folder.",
        "End the other station, or give each station a lot of its own.", Page + "Lots");

    public static readonly ReasonCode LotOther = new(2613, "factory.lot-other",
        "The folder holds a lot with other settings, or no lot.",
        "Run the line with the settings that the lot was begun with, or in a new folder.", Page + "Lots");

    public static readonly ReasonCode LotClosed = new(2614, "factory.lot-closed",
        "The lot is closed: its report is written.",
        "Begin a new lot.", Page + "Closing a lot");

    public static readonly ReasonCode JournalTorn = new(2615, "factory.journal-torn",
        "The lot's journal ends in the middle of an entry: a power cut or a kill stopped the station.",
        "Run the line on the folder again: it cuts the torn entry off, keeps its bytes aside, and goes on.", "docs/formats/lot-journal.cddl");

    public static readonly ReasonCode JournalBroken = new(2616, "factory.journal-broken",
        "The lot's journal was changed: an entry does not carry the hash of the one before it.",
        "Restore the folder from a backup; do not ship devices on the word of this journal.", "docs/formats/lot-journal.cddl");

    public static readonly ReasonCode RecordForm = new(2617, "factory.record-form",
        "The file is not a device record.",
        "Restore the record that the line wrote.", "docs/formats/device-record.cddl");

    public static readonly ReasonCode RecordBroken = new(2618, "factory.record-broken",
        "A device's record is missing, changed, signed by another key, or does not prove what it says.",
        "Restore it from a backup; a device without a good record is not shipped.", "docs/formats/device-record.cddl");

    public static readonly ReasonCode ReportForm = new(2619, "factory.report-form",
        "The file is not a lot report.",
        "Restore the report that the line wrote.", "docs/formats/lot-report.cddl");

    public static readonly ReasonCode ReportBroken = new(2620, "factory.report-broken",
        "The lot's report is signed by another key, or tells another story than the journal.",
        "Restore report and journal from one backup; do not rely on the report.", "docs/formats/lot-report.cddl");

    public static readonly ReasonCode FailuresInRow = new(2621, "factory.failures-in-row",
        "Several devices failed one after another: the fault is in the station, not in the devices.",
        "Look at the reasons, repair the station, and run the line again.", Page + "Failures");

    public static readonly ReasonCode UdsUnapproved = new(2622, "factory.uds-unapproved",
        "The manufacturer did not approve this UDS public key for certification.",
        "Provision the device with scheme 3 first; certify only keys that a line of this CA approved.", "Open Profile for DICE, Provisioning Scheme 3 step 5");

    public static readonly ReasonCode BoardOffers = new(2623, "factory.board-offers",
        "The board's description does not offer this scheme or algorithm.",
        "Choose one that the description names (attest-factory board check NAME), or correct the description.", "docs/boards.md");

    public static readonly ReasonCode VerifierAddress = new(2624, "factory.verifier-address",
        "The verifier's address, its authorities or the token's file cannot be used.",
        "Give an http or https address, and files that this user can read.", Page + "Before the first device");

    internal static readonly ReasonCode[] All =
    [
        DeviceLost, DeviceAnswer, DeviceSource, DeviceState, DeviceBoard, UdsNotTaken, LocksOpen, AttestationRefused, VerifierUnavailable,
        VerifierResult, EndorsementRefused, Unfinished, LotBusy, LotOther, LotClosed, JournalTorn, JournalBroken, RecordForm, RecordBroken,
        ReportForm, ReportBroken, FailuresInRow, UdsUnapproved, BoardOffers, VerifierAddress,
    ];
}
