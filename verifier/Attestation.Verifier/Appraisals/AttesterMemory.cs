using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Nodes;
using Attestation.Verifier.Storage;

namespace Attestation.Verifier.Appraisals;

/// <summary>What one appraisal asked the store for, with the versions it got: a verdict is stored only if they still stand.</summary>
internal sealed class AttesterMemory(SqliteStore store, EndorsementKeyJudge endorsementKeys)
{
    private readonly List<DeviceStanding> _standings = [];
    private IReadOnlyList<Finding> _doubts = [];

    /// <summary>Version of the device's memory; 0 where none was asked for or found.</summary>
    public long DeviceVersion { get; private set; }

    /// <summary>The node whose attestation key made the evidence, enrolled or no longer; null where the key was never enrolled.</summary>
    public NodeMemory? Node { get; private set; }

    public DeviceHistory? FindDevice(string id)
    {
        (DeviceHistory? history, DeviceVersion) = store.FindHistory(id);
        return history;
    }

    /// <summary>What was heard of revocations, one for each key asked for.</summary>
    public IReadOnlyList<DeviceStanding> Standings => _standings;

    /// <summary>Since when and why a device is revoked; null where it is not.</summary>
    public string? FindRevocation(string device)
    {
        Revocation? revocation = store.FindDeviceRevocation(device)?.Revocation;
        _standings.Add(new DeviceStanding(device, revocation?.At));
        return revocation?.ToString();
    }

    /// <summary>The enrolment of an attestation key, where it still counts.</summary>
    public EnrolledNode? FindNode(string akName)
    {
        Node = store.FindNodeMemory(akName);
        if (Node is not { Node: { State: NodeState.Enrolled } known })
            return null;
        NodeClaim claim = known.Claim;
        _doubts = endorsementKeys.Doubts(claim.EkEvidence);
        if (_doubts.Count > 0)
            return null;
        return new EnrolledNode(claim.AkName, claim.AkPublic, claim.NodeName, claim.Class, claim.EkName, claim.Anchor, known.UdsKey)
        {
            Revocation = known.Revocation?.ToString(),
        };
    }

    public NodeHistory? FindNodeHistory(string akName) => Node?.Node.Claim.AkName == akName ? Node.History : null;

    /// <summary>For an attestation key that does not count any more: since when, and why; what the operator no longer trusts about its TPM.</summary>
    public IEnumerable<Finding> TraceEnded()
    {
        foreach (Finding doubt in _doubts)
            yield return doubt with { Where = "enrolment/" + doubt.Where };
        if (Node is not { Node: { State: not NodeState.Enrolled } ended })
            yield break;
        bool superseded = ended.State == NodeState.Superseded;
        yield return new Finding(superseded ? EnrolmentReasons.Superseded : EnrolmentReasons.Retired, "evidence/2",
            superseded ? ended.SupersededBy ?? "" : "an enrolled attestation key", $"{ended.Claim.AkName}, ended {ended.EndedAt:yyyy-MM-ddTHH:mm:ssZ}");
    }
}
