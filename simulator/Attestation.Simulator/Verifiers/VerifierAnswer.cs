namespace Attestation.Simulator.Verifiers;

/// <summary>What the verifier made of a request.</summary>
/// <param name="HttpStatus">Status of the answer.</param>
/// <param name="Verdict">affirming, warning, contraindicated; <c>refused</c> when the request was answered with a problem document; <c>accepted</c> for a submission.</param>
/// <param name="Reasons">Reason ids: of all findings, or the one of the problem.</param>
/// <param name="Result">The EAR, a JWT; null where there is none.</param>
/// <param name="Document">The appraisal, or the problem document; JSON. Null where the verifier shows the appraisal to its operators only.</param>
public sealed record VerifierAnswer(int HttpStatus, string Verdict, IReadOnlyList<string> Reasons, string? Result, string? Document)
{
    public const string Affirming = "affirming";
    public const string Refused = "refused";
    public const string Accepted = "accepted";

    public bool IsGood => Verdict is Affirming or Accepted;
}
