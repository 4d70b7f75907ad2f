using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Results;
using Attestation.Formats;
using Attestation.Formats.Node;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes;

/// <summary>Step 11 for nodes: the evidence of the node's DICE identity, judged as a device's with the enrolled identity as its only anchor.</summary>
internal static class DiceStep
{
    private const string Where = "evidence/10";

    /// <returns>The verdict on the identity; null where there is none to judge, which the record says where it matters.</returns>
    internal static AppraisalResult? Judge(NodeEvidence evidence, EnrolledNode? enrolled, AppraisalRequest request, AppraisalRecord record)
    {
        if (evidence.DeviceEvidence is not { } bytes)
        {
            if (request.Policy.Node.RequireDice)
                record.Add(NodeReasons.DiceMissing, Where, "evidence of the node's DICE identity", "none");
            return null;
        }
        if (enrolled is null)
            return null; // the key is not enrolled, which is told; nothing says which identity belongs to it
        if (enrolled.UdsKeyThumbprint is not { } thumbprint)
        {
            record.Add(NodeReasons.DiceNotEnrolled, Where, "an identity that was enrolled with the attestation key", "the node was enrolled without one");
            return null;
        }
        var identity = new IdentityEndorsement(thumbprint, enrolled.Class, null, "enrolment", "enrolment");
        bool layers = enrolled.Class is { } c && request.Endorsements.References(c, request.Policy.AcceptUnsignedCorim) is not null;
        return new DeviceAppraisal(RequestFor(bytes, identity, request), new EvidenceEnvelope(AttesterKind.Device, bytes, null), identityOnly: !layers).Run();
    }

    private static AppraisalRequest RequestFor(ReadOnlyMemory<byte> evidence, IdentityEndorsement identity, AppraisalRequest request) => new()
    {
        Evidence = evidence,
        MediaType = MediaTypes.DeviceEvidence,
        Nonce = request.Nonce,
        Endorsements = request.Endorsements.Trusting(identity),
        Policy = request.Policy,
        History = request.History,
        Revocation = request.Revocation,
        Now = request.Now,
        KnownChains = request.KnownChains,
    };
}
