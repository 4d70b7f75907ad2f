using Attestation.Appraisal;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Policies;
using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.Formats.Node;
using Attestation.Formats.Pcrs;
using Attestation.Fuzz.Nodes;

namespace Attestation.Fuzz;

/// <summary>The reader of node evidence, over small evidence with every member.</summary>
internal static class NodeTargets
{
    private static readonly SoftwareAttestationKey Enrolled = SoftwareAttestationKey.P256();

    /// <summary>Small logs that explain the quoted values.</summary>
    private static readonly NodeEvidenceMaker Judged = Explained();

    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("node-evidence", Seeds(), bytes => NodeEvidence.TryParse(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("node-appraisal", [Judged.Make(SeedWorld.Nonce)], bytes =>
            Appraiser.Appraise(Request(bytes)).Vector.InstanceIdentity == 2 ? Reencoding.Cbor(bytes) : null),
        new("node-bindings", [Full().Bindings()], bytes => NodeBindings.TryParse(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
    ];

    private static AppraisalRequest Request(byte[] evidence) => new()
    {
        Evidence = evidence,
        MediaType = MediaTypes.NodeEvidence,
        Nonce = SeedWorld.Nonce,
        Endorsements = EndorsementSet.Empty,
        Policy = Policy.Default with { Node = NodePolicy.Default with { Require = ["kernel"] } }, // the IMA list has a target of its own
        Nodes = name => name == Enrolled.Name ? new EnrolledNode(name, Enrolled.Public, "worker-7", new DeviceClass("V", "M"), "000b", "CN=Root", null) : null,
        Now = DateTimeOffset.UnixEpoch,
    };

    private static NodeEvidenceMaker Explained()
    {
        var maker = new NodeEvidenceMaker(Enrolled) { BootLog = LogSeeds.EventLogs[0], ImaLog = LogSeeds.ImaLists[0], NodeName = "worker-7" };
        if (!BootEventLog.TryParse(maker.BootLog, out BootEventLog log, out _))
            throw new InvalidOperationException("a seed log cannot be read");
        PcrReplay replay = PcrReplay.Of(log, PcrBank.Sha256);
        foreach (int pcr in (int[])[0, 4, 7, 8])
            maker.SetPcr((ushort)PcrBank.Sha256, pcr, replay.Value(pcr).ToArray());
        return maker;
    }

    private static byte[][] Seeds()
    {
        using SoftwareAttestationKey key = SoftwareAttestationKey.P256();
        var bare = new NodeEvidenceMaker(key) { BootLogAbsence = 5, ImaLogAbsence = 2 };
        bare.SetPcr((ushort)PcrBank.Sha384, 23, new byte[48]);
        return [Full().Make(SeedWorld.Nonce), bare.Make(SeedWorld.Nonce)];
    }

    private static NodeEvidenceMaker Full()
    {
        var maker = new NodeEvidenceMaker(SoftwareAttestationKey.P256())
        {
            BootLog = [1, 2, 3],
            ImaLog = [4, 5, 6],
            ImaOffset = 77,
            ImaEntries = 1,
            UserspaceLog = [7],
            NodeName = "worker-7.example",
            KubeletKey = new byte[32],
            SecretsKey = new byte[32],
            DeviceEvidence = [8, 9],
        };
        maker.SetPcr((ushort)PcrBank.Sha1, 0, new byte[20]);
        maker.SetPcr((ushort)PcrBank.Sha256, 7, new byte[32]);
        maker.Variables.Add("SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c", [6, 0, 0, 0, 1]);
        return maker;
    }
}
