using Attestation.Appraisal.EndorsementKeys;

namespace Attestation.Cli.EndorsementKeys;

/// <summary>What <c>attest tpm roots</c> found.</summary>
/// <param name="Trust">What the folders hold.</param>
/// <param name="NotTaken">What of them was not taken.</param>
/// <param name="Verdict">On the endorsement key; null where none was given.</param>
/// <param name="KeyCompared">Was the endorsement key itself given?</param>
/// <param name="Now">Time of judgement.</param>
internal sealed record RootsAnswer(EkTrust Trust, IReadOnlyList<EkTrustRefusal> NotTaken, EkVerdict? Verdict, bool KeyCompared, DateTimeOffset Now)
{
    /// <summary><c>valid</c>, <c>expired</c> or <c>not yet valid</c>.</summary>
    internal string State(DateTimeOffset from, DateTimeOffset to) => Now < from ? "not yet valid" : Now > to ? "expired" : "valid";
}
