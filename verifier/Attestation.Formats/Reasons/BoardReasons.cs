namespace Attestation.Formats.Reasons;

/// <summary>Reasons about descriptions of boards and what a board may claim, events 5000-5049.</summary>
public static class BoardReasons
{
    private const string Page = "docs/boards.md";
    private const string Locks = "docs/boards.md, Locks";
    private const string Mode = "Open Profile for DICE, Mode Value Details; docs/boards.md, Honest mode";

    public static readonly ReasonCode Unreadable = new(5000, "board.unreadable",
        "The description of the board, or the list of its locks, cannot be read.",
        "Name a file, or one of the boards that attest-factory board list shows.", Page);

    public static readonly ReasonCode Malformed = new(5001, "board.malformed",
        "The description does not say what a description of a board says: a member is missing, or of another type.",
        "Correct the line that is named.", Page);

    public static readonly ReasonCode UnknownKey = new(5002, "board.unknown-key",
        "The description has a key that no description has.",
        "Look at the spelling: a key that nobody reads would be a promise that nobody keeps.", Page);

    public static readonly ReasonCode DuplicateKey = new(5003, "board.duplicate-key",
        "The description gives a key, or a name, twice.",
        "Keep one of the two.", Page);

    public static readonly ReasonCode Reference = new(5004, "board.reference",
        "The description refers to a partition or lock that it does not describe.",
        "Describe it, or correct the reference.", Page);

    public static readonly ReasonCode PartitionOverlap = new(5010, "board.partition-overlap",
        "Two partitions share bytes of the flash.",
        "Compare offsets and sizes with the interpreter's partition table.", "docs/boards.md, Storage");

    public static readonly ReasonCode PartitionOutside = new(5011, "board.partition-outside",
        "A partition does not lie within the flash.",
        "Compare offsets and sizes with the interpreter's partition table and with the chip's flash.", "docs/boards.md, Storage");

    public static readonly ReasonCode PinTwice = new(5012, "board.pin-twice",
        "A pin has two uses.",
        "Give every use a pin of its own.", "docs/boards.md, Pins");

    public static readonly ReasonCode Unguarded = new(5020, "board.unguarded",
        "The description would let the board claim Normal while something that Normal needs has no lock.",
        "Let mode.normal require a lock for each of code, secret, debug and interpreter, or say never.", Mode);

    public static readonly ReasonCode DevelopmentUds = new(5021, "board.development-uds",
        "The description would let the board claim Normal with a UDS that lies in a file for development.",
        "Keep the UDS where the board can lock it, or say never.", Mode);

    public static readonly ReasonCode Unlatched = new(5022, "board.unlatched",
        "The description would let the board claim Normal although nothing keeps later code from reading the UDS again.",
        "Latch the UDS until the next reset, or say never.", "Open Profile for DICE, Appendix A; docs/boards.md, UDS");

    public static readonly ReasonCode RandomUnvouched = new(5023, "board.random-unvouched",
        "A scheme in which the device draws part of its secret itself is offered on a board whose random source nobody vouches for.",
        "Offer scheme 1 only, or name the source and who vouches for it.", "Open Profile for DICE, Provisioning Scheme 2; docs/boards.md, Random numbers");

    public static readonly ReasonCode LayerZeroUnverified = new(5024, "board.layer0-unverified",
        "Layer 0 is measured by a digest that the bootloader's image header states, and no lock makes the bootloader check it.",
        "Let mode.normal require the lock of secure boot, or measure the bytes themselves.", "docs/boards.md, Layer 0");

    public static readonly ReasonCode RollbackUnprotected = new(5025, "board.rollback-unprotected",
        "The description would let the board claim Normal with a rollback counter that anybody with a programmer can turn back.",
        "Name the locks that keep the counter, and let mode.normal require them.", "docs/boards.md, Rollback counter");

    public static readonly ReasonCode LatchResettable = new(5026, "board.latch-resettable",
        "The description would let the board claim Normal although a pin of its own resets the TPM, which opens the latch again.",
        "Wire the TPM's reset to the processor's own, describe no such pin, or say never.", "Open Profile for DICE, Appendix A; docs/boards.md, UDS");

    public static readonly ReasonCode NormalNever = new(5030, "board.normal-never",
        "This board may not claim Normal, whatever is locked.",
        "Use Debug or NotConfigured for it, and another board for production.", Mode);

    public static readonly ReasonCode LockOpen = new(5031, "board.lock-open",
        "A lock that Normal needs is open.",
        "Run the vendor's command, which attest-factory board check names, and read the lock back.", Locks);

    public static readonly ReasonCode LockUnread = new(5032, "board.lock-unread",
        "A lock that Normal needs was not read back.",
        "Read it with the vendor's tool as the board's README says, and give --locks what it says.", Locks);

    public static readonly ReasonCode LockReader = new(5033, "board.lock-reader",
        "A lock was read back by firmware that cannot know it.",
        "Read it with the vendor's tool: what runs on the board sees no more than it is shown.", Locks);

    public static readonly ReasonCode DevelopmentInterpreter = new(5034, "board.development-interpreter",
        "The interpreter is a development build: its debugger reads and writes all memory.",
        "Build the interpreter for release as the board's README says; no other lock makes up for it.", Mode);

    public static readonly ReasonCode LocksMalformed = new(5040, "board.locks-malformed",
        "The list of locks is none.",
        "Write it as docs/boards.md shows.", Locks);

    public static readonly ReasonCode LocksOtherBoard = new(5041, "board.locks-other-board",
        "The list of locks is of another board.",
        "Give the list that was read from this one.", Locks);

    public static readonly ReasonCode LockUnknown = new(5042, "board.lock-unknown",
        "The list names a lock that the board does not have.",
        "Compare the ids with the board's description; the wrong version of either is in use.", Locks);

    internal static readonly ReasonCode[] All =
    [
        Unreadable, Malformed, UnknownKey, DuplicateKey, Reference, PartitionOverlap, PartitionOutside, PinTwice,
        Unguarded, DevelopmentUds, Unlatched, RandomUnvouched, LayerZeroUnverified, RollbackUnprotected, LatchResettable,
        NormalNever, LockOpen, LockUnread, LockReader, DevelopmentInterpreter, LocksMalformed, LocksOtherBoard, LockUnknown,
    ];
}
