namespace Attestation.Formats.Lots;

/// <summary>Who works on a lot with what; written to the journal whenever a station starts.</summary>
/// <param name="Station">Name of the station.</param>
/// <param name="Operator">The name that the operator gave.</param>
/// <param name="Authority">SHA-256 of the CA's certificate.</param>
/// <param name="Releases">SHA-256 of each release's CoRIM.</param>
public sealed record LotSession(string Station, string Operator, ReadOnlyMemory<byte> Authority, IReadOnlyList<ReadOnlyMemory<byte>> Releases)
{
    /// <summary>An entry with more of them is read by nobody.</summary>
    public const int MaxReleases = 64;

    /// <summary>Bytes of a torn entry that this start cut off; they are kept in a file beside the journal.</summary>
    public long Repaired { get; init; }
}
