using Attestation.Factory.Nodes;
using Attestation.Formats.Pcrs;
using Attestation.Fuzz.Nodes;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Factory.Nodes;

/// <summary>Evidence of recorded boots, as an operator takes it from machines that are good.</summary>
internal static class KnownMachine
{
    internal static readonly byte[] Nonce = new byte[32];

    internal static NodeReferenceOrder Order => new() { Vendor = "Example", Model = "Worker", Version = "1" };

    internal static KnownNode Of(string boot, params PcrBank[] banks) => Of(boot, banks, _ => { });

    internal static KnownNode Of(string boot, PcrBank[] banks, Action<NodeEvidenceMaker> change, Action<SortedDictionary<int, byte[]>>? members = null)
    {
        using SoftwareAttestationKey key = SoftwareAttestationKey.P256();
        NodeEvidenceMaker maker = RecordedBoot.Maker(NodeBoots.FolderOf(boot), key, banks);
        change(maker);
        return KnownNode.Of(boot, maker.Make(Nonce, members));
    }
}
