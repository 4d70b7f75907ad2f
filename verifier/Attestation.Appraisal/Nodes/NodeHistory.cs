namespace Attestation.Appraisal.Nodes;

/// <summary>
/// What the verifier remembers of one attestation key between appraisals: TPM counters only ever go on (TPM 2.0 Part 1 clause 36), so that a
/// state put back and a second TPM with the same key show. The caller stores it under <see cref="AkName"/> and hands it in again.
/// </summary>
/// <param name="AkName">The TPM name of the attestation key, lower-case hex.</param>
/// <param name="Clock">Milliseconds, of the last authentic and fresh evidence; the same holds for the next four.</param>
/// <param name="ResetCount">TPM Resets.</param>
/// <param name="RestartCount">TPM Restarts and Resumes since the last reset.</param>
/// <param name="Safe">No later clock value had been reported before.</param>
/// <param name="FirmwareVersion">The TPM vendor's number.</param>
/// <param name="RecentEvidence">SHA-256 of the last <see cref="MaxRecent"/> authentic pieces of evidence, oldest first, lower-case hex.</param>
/// <param name="Ima">How far the node's IMA list was judged; null where it was not.</param>
public sealed record NodeHistory(
    string AkName,
    ulong Clock,
    uint ResetCount,
    uint RestartCount,
    bool Safe,
    ulong FirmwareVersion,
    IReadOnlyList<string> RecentEvidence,
    NodeImaState? Ima)
{
    public const int MaxRecent = 8;
}
