using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Results;

namespace Attestation.Appraisal;

/// <summary>RFC 9334 section 4.3, the verifier's appraisal of evidence, as a function: no clock, no store, no log, and no exception on bad evidence.</summary>
public static class Appraiser
{
    /// <summary>Judges one piece of evidence. Collects all findings; the first ones are those nearest the root of the trouble.</summary>
    public static AppraisalResult Appraise(AppraisalRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        EvidenceEnvelope envelope = EvidenceEnvelope.Open(request);
        return envelope.Attester == AttesterKind.Node
            ? new NodeAppraisal(request, envelope).Run()
            : new DeviceAppraisal(request, envelope).Run();
    }
}
