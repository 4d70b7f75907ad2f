using Attestation.Formats.Lots;

namespace Attestation.Factory.Lots;

/// <summary>What the journal knows of a device that is not finished: enough to take it up again.</summary>
/// <param name="ExpectedKey">SHA-256 of the UDS public key that scheme 1 gave it; null with the other schemes.</param>
/// <param name="Made">What was certified; null before that.</param>
/// <param name="CertifiedAt">Where the entry of that begins in the journal.</param>
public sealed record OpenDevice(ReadOnlyMemory<byte>? ExpectedKey, CertifiedDevice? Made, long? CertifiedAt);

/// <summary>Certificate and endorsement of a device, as they stand in the journal.</summary>
/// <param name="KeyHash">SHA-256 of the raw UDS public key.</param>
/// <param name="Certificate">X.509, DER.</param>
/// <param name="Endorsement">Signed CoRIM.</param>
public sealed record CertifiedDevice(ReadOnlyMemory<byte> KeyHash, ReadOnlyMemory<byte> Certificate, ReadOnlyMemory<byte> Endorsement)
{
    /// <param name="entry">Of the kind certified, which has all three.</param>
    internal static CertifiedDevice Of(JournalEntry entry) => new(entry.KeyHash!.Value, entry.Certificate!.Value, entry.Endorsement!.Value);
}
