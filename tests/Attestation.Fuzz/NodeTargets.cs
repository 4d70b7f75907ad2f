using Attestation.Formats.Node;
using Attestation.Formats.Pcrs;
using Attestation.Fuzz.Nodes;

namespace Attestation.Fuzz;

/// <summary>The reader of node evidence, over small evidence with every member.</summary>
internal static class NodeTargets
{
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("node-evidence", Seeds(), bytes => NodeEvidence.TryParse(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("node-bindings", [Full().Bindings()], bytes => NodeBindings.TryParse(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
    ];

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
