namespace Attestation.Appraisal.Devices;

/// <summary>
/// What the verifier remembers of one device between appraisals: for anti-rollback (RFC 9019 section 3.3 "old but valid") and to notice two
/// devices that live on one identity. The caller stores it under <see cref="UdsKeyThumbprint"/> and hands it in again.
/// </summary>
/// <param name="UdsKeyThumbprint">As in <see cref="Results.DeviceIdentity.UdsKeyThumbprint"/>.</param>
/// <param name="HighestSvn">Highest security version accepted so far, by layer.</param>
/// <param name="BootCount">EAT bootcount of the last authentic evidence; null where the device has no counter.</param>
/// <param name="BootSeed">EAT bootseed of the last authentic evidence, lower-case hex; null where it sent none.</param>
/// <param name="LastCode">Code digests of the last authentic evidence, by layer, lower-case hex.</param>
/// <param name="RecentEvidence">SHA-256 of the last <see cref="MaxRecent"/> authentic pieces of evidence, oldest first, lower-case hex.</param>
public sealed record DeviceHistory(
    string UdsKeyThumbprint,
    IReadOnlyList<ulong> HighestSvn,
    ulong? BootCount,
    string? BootSeed,
    IReadOnlyList<string> LastCode,
    IReadOnlyList<string> RecentEvidence)
{
    public const int MaxRecent = 8;

    public static DeviceHistory Empty(string udsKeyThumbprint) => new(udsKeyThumbprint, [], null, null, [], []);
}
