using Attestation.Appraisal.Results;
using Attestation.Formats;
using Attestation.Formats.Eat;

namespace Attestation.Appraisal.Devices;

/// <summary>Step 2: from the device's evidence to a token that is well-formed and not yet believed.</summary>
internal static class EvidenceStep
{
    /// <returns>Null where there is no readable token; the record says why.</returns>
    internal static UnverifiedEat? Read(in EvidenceEnvelope envelope, AppraisalRecord record)
    {
        if (envelope.Refused is { } refused)
        {
            record.Findings.Add(refused);
            return null;
        }
        if (UnverifiedEat.TryParse(envelope.Content, out UnverifiedEat? token, out ParseError error, AppraisalRequest.MaxEvidence))
            return token;
        record.Findings.Add(Finding.FromParse(error, "evidence"));
        return null;
    }
}
