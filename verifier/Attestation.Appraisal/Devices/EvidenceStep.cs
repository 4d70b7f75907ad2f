using System.Security.Cryptography;
using Attestation.Appraisal.Results;
using Attestation.Formats;
using Attestation.Formats.Eat;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Devices;

/// <summary>Steps 1 and 2: from the bytes that came to a token that is well-formed and not yet believed.</summary>
internal static class EvidenceStep
{
    /// <returns>Null where there is no readable token; the record says why.</returns>
    internal static UnverifiedEat? Read(AppraisalRequest request, AppraisalRecord record)
    {
        record.EvidenceDigest = SHA256.HashData(request.Evidence.Span);
        if (request.Evidence.Length > AppraisalRequest.MaxEvidence)
        {
            record.Add(AppraisalReasons.Size, "evidence", $"at most {AppraisalRequest.MaxEvidence} bytes", $"{request.Evidence.Length} bytes");
            return null;
        }
        switch (EvidenceType.Of(request.MediaType))
        {
            case EvidenceForm.Eat:
                return ReadToken(request.Evidence, record);
            default:
                record.Add(AppraisalReasons.MediaType, "evidence", MediaTypes.DeviceEvidence, request.MediaType);
                return null;
        }
    }

    private static UnverifiedEat? ReadToken(ReadOnlyMemory<byte> bytes, AppraisalRecord record)
    {
        if (UnverifiedEat.TryParse(bytes, out UnverifiedEat? token, out ParseError error, AppraisalRequest.MaxEvidence))
            return token;
        record.Findings.Add(Finding.FromParse(error, "evidence"));
        return null;
    }
}
