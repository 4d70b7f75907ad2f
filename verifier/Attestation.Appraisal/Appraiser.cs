using System.Security.Cryptography;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal;

/// <summary>RFC 9334 section 4.3, the verifier's appraisal of evidence, as a function: no clock, no store, no log, and no exception on bad evidence.</summary>
public static class Appraiser
{
    /// <summary>Judges one piece of evidence. Collects all findings; the first ones are those nearest the root of the trouble.</summary>
    public static AppraisalResult Appraise(AppraisalRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var findings = new List<Finding>();
        CheckPolicy(request.Policy, findings);
        CheckSize(request.Evidence.Length, findings);
        findings.Add(new Finding(AppraisalReasons.MediaType, "evidence", "a media type of docs/appraisal.md", request.MediaType));
        return new AppraisalResult
        {
            Status = AppraisalStatus.Contraindicated,
            Vector = TrustVector.Empty,
            Findings = findings,
            MediaType = request.MediaType,
            EvidenceDigest = SHA256.HashData(request.Evidence.Span),
            PolicyId = request.Policy.Id,
            At = request.Now,
        };
    }

    /// <summary>A policy that asks for no comparison would pass anything: refused before the evidence is looked at.</summary>
    private static void CheckPolicy(Policy policy, List<Finding> findings)
    {
        if (policy.Required == Comparisons.None)
            findings.Add(new Finding(AppraisalReasons.Vacuous, $"policy {policy.Id}/require", "at least one comparison", "none"));
    }

    private static void CheckSize(int size, List<Finding> findings)
    {
        if (size > AppraisalRequest.MaxEvidence)
            findings.Add(new Finding(AppraisalReasons.Size, "evidence", $"at most {AppraisalRequest.MaxEvidence} bytes", $"{size} bytes"));
    }
}
