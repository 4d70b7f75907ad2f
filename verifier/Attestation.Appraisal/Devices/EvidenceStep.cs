using System.Security.Cryptography;
using Attestation.Appraisal.Results;
using Attestation.Formats;
using Attestation.Formats.Cmw;
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
        return EvidenceType.Of(request.MediaType) switch
        {
            EvidenceForm.Eat => ReadToken(request.Evidence, record),
            EvidenceForm.CmwCbor => Unwrap(request.Evidence, json: false, record),
            EvidenceForm.CmwJson => Unwrap(request.Evidence, json: true, record),
            _ => RefuseType(request.MediaType, record),
        };
    }

    /// <summary>draft-ietf-rats-msg-wrap: one record with our evidence in it. A collection is several attesters' evidence and has no appraisal here.</summary>
    private static UnverifiedEat? Unwrap(ReadOnlyMemory<byte> bytes, bool json, AppraisalRecord record)
    {
        bool good = json
            ? CmwMessage.TryParseJson(bytes, out CmwMessage? message, out ParseError error)
            : CmwMessage.TryParseCbor(bytes, out message, out error);
        if (!good)
        {
            record.Findings.Add(Finding.FromParse(error, "evidence"));
            return null;
        }
        if (message is not CmwRecord wrapped)
            return RefuseType("a CMW collection", record);
        bool ours = wrapped.MediaType is { } type ? EvidenceType.Of(type) == EvidenceForm.Eat : wrapped.ContentFormat == EvidenceType.EatCwtFormat;
        return ours ? ReadToken(wrapped.Value, record) : RefuseType($"a CMW of {wrapped.MediaType ?? $"content format {wrapped.ContentFormat}"}", record);
    }

    private static UnverifiedEat? RefuseType(string actual, AppraisalRecord record)
    {
        record.Add(AppraisalReasons.MediaType, "evidence", MediaTypes.DeviceEvidence, actual);
        return null;
    }

    private static UnverifiedEat? ReadToken(ReadOnlyMemory<byte> bytes, AppraisalRecord record)
    {
        if (UnverifiedEat.TryParse(bytes, out UnverifiedEat? token, out ParseError error, AppraisalRequest.MaxEvidence))
            return token;
        record.Findings.Add(Finding.FromParse(error, "evidence"));
        return null;
    }
}
