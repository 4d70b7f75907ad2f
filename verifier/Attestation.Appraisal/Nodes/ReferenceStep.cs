using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Nodes.References;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes;

/// <summary>The reference values of the node's class that count under the policy.</summary>
internal static class ReferenceStep
{
    /// <param name="class">Null where the node has none, which is told elsewhere.</param>
    /// <param name="request">Policy and endorsements.</param>
    /// <param name="record">Told of a class without values.</param>
    /// <returns>Null where nothing can be compared.</returns>
    internal static NodeReferences? Find(DeviceClass? @class, AppraisalRequest request, AppraisalRecord record)
    {
        if (@class is not { } known)
            return null;
        NodeReferences? found = request.Endorsements.Nodes(known, request.Policy.AcceptUnsignedCorim);
        if (found is not null)
            return found;
        if (request.Endorsements.Nodes(known, unsignedToo: true) is { } unsigned)
            record.Add(AppraisalReasons.UnsignedCorim, $"class {known}", "a signed CoRIM", unsigned.All[0].Source);
        record.Add(AppraisalReasons.Vacuous, $"class {known}", "reference values for this class", "none");
        return null;
    }
}
