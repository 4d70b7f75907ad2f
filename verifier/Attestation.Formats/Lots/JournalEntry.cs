
namespace Attestation.Formats.Lots;

/// <summary>One entry of a lot's journal (docs/formats/lot-journal.cddl). Which members are there depends on the kind; all public.</summary>
public sealed record JournalEntry(JournalEntryKind Kind)
{
    /// <summary>SHA-256 of the entry before; 32 zero bytes in the first.</summary>
    public ReadOnlyMemory<byte> Previous { get; init; } = new byte[JournalFrame.HashLength];

    /// <summary>When it was written, to the millisecond.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Opened.</summary>
    public LotName? Lot { get; init; }

    /// <summary>Begun, certified, passed, failed.</summary>
    public string? DeviceId { get; init; }

    /// <summary>SHA-256 of the raw UDS public key: that of the key to come (begun, scheme 1), or of the certified one.</summary>
    public ReadOnlyMemory<byte>? KeyHash { get; init; }

    /// <summary>Certified: X.509, DER.</summary>
    public ReadOnlyMemory<byte>? Certificate { get; init; }

    /// <summary>Certified: signed CoRIM.</summary>
    public ReadOnlyMemory<byte>? Endorsement { get; init; }

    /// <summary>Passed: SHA-256 of the record file.</summary>
    public ReadOnlyMemory<byte>? RecordDigest { get; init; }

    /// <summary>Failed: id of the reason, and what was seen.</summary>
    public string? Reason { get; init; }

    public string? Detail { get; init; }

    /// <summary>Session.</summary>
    public LotSession? Session { get; init; }
}
