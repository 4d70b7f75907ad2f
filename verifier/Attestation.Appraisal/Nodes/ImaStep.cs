using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Policies;
using Attestation.Formats.Node;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes;

/// <summary>Step 10 for nodes: the kernel's IMA list.</summary>
internal static class ImaStep
{
    /// <summary>Says where the policy requires a list and there is none.</summary>
    internal static void Demand(NodeEvidence evidence, NodePolicy policy, AppraisalRecord record)
    {
        if (!evidence.ImaLog.IsThere && policy.Require.Contains(NodePolicy.ImaClass))
            record.Add(NodeReasons.ImaLogMissing, "evidence/6", "the kernel's IMA list", evidence.ImaLog.Absence.Words());
    }
}
