using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Appraisal.Policies;
using Attestation.Formats.Node;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Wire;

namespace Attestation.Appraisal.Nodes;

/// <summary>Step 10 for nodes: the kernel's IMA list, judged by <see cref="ImaAppraisal"/>.</summary>
internal sealed class ImaStep(NodeEvidence evidence, AppraisalRequest request, ImaReferences references, AppraisalRecord record)
{
    /// <returns>Null where there is no list to judge: it is missing, which the record says where the policy requires it, or nothing asks for it.</returns>
    internal ImaVerdict? Run(QuotedState quoted, NodeImaState? state)
    {
        bool required = request.Policy.Node.Require.Contains(NodePolicy.ImaClass);
        if (!evidence.ImaLog.IsThere)
        {
            if (required)
                record.Add(NodeReasons.ImaLogMissing, "evidence/6", "the kernel's IMA list", evidence.ImaLog.Absence.Words());
            return null;
        }
        bool asked = required || references.Count > 0 || references.Signers.Count > 0;
        if (!asked || quoted.Pcrs.Count == 0 || quoted.Latest is not { ClockInfo: var clock })
            return null;
        ImaVerdict verdict = ImaAppraisal.Judge(EvidenceFor(quoted, clock, state) with { Required = required });
        record.Findings.AddRange(verdict.Findings);
        return verdict;
    }

    private ImaEvidence EvidenceFor(QuotedState quoted, TpmsClockInfo clock, NodeImaState? state) => new()
    {
        List = evidence.ImaLog.Content,
        Offset = evidence.ImaLog.Offset,
        Entries = evidence.ImaLog.Entries,
        Pcrs = quoted.Pcrs,
        ResetCount = clock.ResetCount,
        RestartCount = clock.RestartCount,
        References = references,
        Policy = request.Policy.Node.Ima,
        AcceptUnsigned = request.Policy.AcceptUnsignedCorim,
        Now = request.Now,
        ClockSkew = request.Policy.ClockSkew,
        State = state,
    };
}
