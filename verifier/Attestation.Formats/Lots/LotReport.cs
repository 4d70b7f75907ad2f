namespace Attestation.Formats.Lots;

/// <summary>What became of a lot (docs/formats/lot-report.cddl). Signed when the lot is closed.</summary>
public sealed record LotReport
{
    /// <summary>Content type of the signed report.</summary>
    public const string MediaType = "application/vnd.attestation.lot-report+cbor";

    public required LotName Lot { get; init; }

    /// <summary>Stations that worked on it, in the order of their first device.</summary>
    public required IReadOnlyList<string> Stations { get; init; }

    /// <summary>Operators by the names that they gave.</summary>
    public required IReadOnlyList<string> Operators { get; init; }

    /// <summary>First entry of the journal and closing, seconds since 1970.</summary>
    public required long FirstTime { get; init; }

    public required long LastTime { get; init; }

    public required int Passed { get; init; }

    /// <summary>Devices that did not pass, by reason, in order of the reason's id; what was never finished is under <c>factory.unfinished</c>.</summary>
    public required IReadOnlyList<LotFailures> Failures { get; init; }

    /// <summary>SHA-256 of each release's CoRIM that was given to the verifier.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Releases { get; init; }

    /// <summary>SHA-256 of the CA's certificate, DER.</summary>
    public required ReadOnlyMemory<byte> Authority { get; init; }

    /// <summary>Entries of the journal up to the closing one, and the hash of that.</summary>
    public required long JournalEntries { get; init; }

    public required ReadOnlyMemory<byte> JournalHead { get; init; }

    /// <summary>Devices that did not pass.</summary>
    public int Failed => Failures.Sum(f => f.Count);

    /// <summary>Devices that were begun.</summary>
    public int Devices => Passed + Failed;

    /// <summary>Passed of all, 0 to 1; 0 for an empty lot.</summary>
    public double Yield => Devices == 0 ? 0 : (double)Passed / Devices;
}
