using Attestation.Appraisal.Results;
using Attestation.Formats;
using Attestation.Formats.Cmw;
using Attestation.Formats.Node;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal;

/// <summary>Step 1: what kind of evidence came, and its bytes, taken out of a CMW record where there is one.</summary>
/// <param name="Attester">Who is judged; a device where the media type has no appraisal.</param>
/// <param name="Content">The evidence itself, a view of what came for CBOR; empty where <see cref="Refused"/>.</param>
/// <param name="Refused">Why there is nothing to judge; null where there is.</param>
internal readonly record struct EvidenceEnvelope(AttesterKind Attester, ReadOnlyMemory<byte> Content, Finding? Refused)
{
    /// <summary>A CMW record's own bytes around the largest node evidence.</summary>
    private const int LargestWrapping = 1024;

    internal static EvidenceEnvelope Open(AppraisalRequest request) => EvidenceType.Of(request.MediaType) switch
    {
        EvidenceForm.Eat => Sized(AttesterKind.Device, request.Evidence, request.Evidence.Length),
        EvidenceForm.Node => Sized(AttesterKind.Node, request.Evidence, request.Evidence.Length),
        EvidenceForm.CmwCbor => Unwrap(request.Evidence, json: false),
        EvidenceForm.CmwJson => Unwrap(request.Evidence, json: true),
        _ => RefuseType(request.MediaType),
    };

    /// <summary>Largest evidence of an attester, in bytes; a wrapping counts.</summary>
    internal static int Limit(AttesterKind attester) => attester == AttesterKind.Node ? NodeLimits.Evidence + LargestWrapping : AppraisalRequest.MaxEvidence;

    private static EvidenceEnvelope Sized(AttesterKind attester, ReadOnlyMemory<byte> content, int sent) => sent > Limit(attester)
        ? Refuse(attester, new Finding(AppraisalReasons.Size, "evidence", $"at most {Limit(attester)} bytes", $"{sent} bytes"))
        : new EvidenceEnvelope(attester, content, null);

    /// <summary>draft-ietf-rats-msg-wrap: one record with our evidence in it. A collection is several attesters' evidence and has no appraisal here.</summary>
    private static EvidenceEnvelope Unwrap(ReadOnlyMemory<byte> bytes, bool json)
    {
        int limit = json ? AppraisalRequest.MaxEvidence : Limit(AttesterKind.Node);
        if (bytes.Length > limit)
            return Refuse(AttesterKind.Device, new Finding(AppraisalReasons.Size, "evidence", $"at most {limit} bytes", $"{bytes.Length} bytes"));
        bool good = json
            ? CmwMessage.TryParseJson(bytes, out CmwMessage? message, out ParseError error)
            : CmwMessage.TryParseCbor(bytes, out message, out error, limit);
        if (!good)
            return Refuse(AttesterKind.Device, Finding.FromParse(error, "evidence"));
        if (message is not CmwRecord wrapped)
            return RefuseType("a CMW collection");
        return FormOf(wrapped) switch
        {
            EvidenceForm.Eat => Sized(AttesterKind.Device, wrapped.Value, bytes.Length),
            EvidenceForm.Node => Sized(AttesterKind.Node, wrapped.Value, bytes.Length),
            _ => RefuseType($"a CMW of {wrapped.MediaType ?? $"content format {wrapped.ContentFormat}"}"),
        };
    }

    private static EvidenceForm FormOf(CmwRecord wrapped) => wrapped.MediaType is { } type ? EvidenceType.Of(type)
        : wrapped.ContentFormat == EvidenceType.EatCwtFormat ? EvidenceForm.Eat : EvidenceForm.Unknown;

    private static EvidenceEnvelope RefuseType(string actual) =>
        Refuse(AttesterKind.Device, new Finding(AppraisalReasons.MediaType, "evidence", $"{MediaTypes.DeviceEvidence} | {MediaTypes.NodeEvidence}", actual));

    private static EvidenceEnvelope Refuse(AttesterKind attester, Finding finding) => new(attester, default, finding);
}
