namespace Attestation.Formats.Lots;

/// <summary>What an entry of a lot's journal says; the numbers are those of docs/formats/lot-journal.cddl.</summary>
public enum JournalEntryKind
{
    /// <summary>First entry: which lot.</summary>
    Opened = 0,

    /// <summary>A station begins, or begins again, to work on the lot.</summary>
    Session = 1,

    /// <summary>A device is about to be written to.</summary>
    Begun = 2,

    /// <summary>Its UDS key passed the tests and was certified; certificate and endorsement follow.</summary>
    Certified = 3,

    /// <summary>Every proof holds; its record is written.</summary>
    Passed = 4,

    Failed = 5,

    /// <summary>Last entry: no device is added any more.</summary>
    Closed = 6,
}
