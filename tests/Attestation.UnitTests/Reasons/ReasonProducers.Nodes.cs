using System.Formats.Cbor;
using Attestation.Formats;
using Attestation.Formats.Node;
using Attestation.Formats.Reasons;
using Attestation.Fuzz.Nodes;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> NodeReading => new()
    {
        [NodeReasons.Size] = () => ParseNode(new byte[NodeLimits.Evidence + 1]),
        [NodeReasons.Version] = () => NodeWith(1, w => w.WriteInt32(2)),
        [NodeReasons.Member] = () => NodeWith(11, w => w.WriteInt32(0)),
        [NodeReasons.Missing] = () => ParseNode(NewNode().Make(NodeNonce, members => members.Remove(7))),
        [NodeReasons.Order] = () => ParseNode([0xA2, 0x02, 0x41, 0x00, 0x01, 0x01]),
        [NodeReasons.Limit] = () => NodeWith(2, w => w.WriteByteString(new byte[NodeLimits.Structure + 1])),
        [NodeReasons.Bank] = () => NodeWith(4, w => w.WriteEncodedValue(Convert.FromHexString("818218ffa0"))),
        [NodeReasons.Absence] = () => NodeWith(5, w => w.WriteInt32(6)),
        [NodeReasons.ImaStart] = () => NodeWith(6, w => w.WriteEncodedValue(Convert.FromHexString("8305004101"))),
        [NodeReasons.Variable] = () => NodeWith(8, w => w.WriteEncodedValue(Convert.FromHexString("a1614143000000"))),
        [NodeReasons.Name] = () => NodeWith(9, w => w.WriteByteString(Convert.FromHexString("a10163613142"))),
    };

    private static readonly byte[] NodeNonce = [1, 2, 3, 4, 5, 6, 7, 8];

    private static NodeEvidenceMaker NewNode()
    {
        var maker = new NodeEvidenceMaker(SoftwareAttestationKey.P256());
        maker.SetPcr((ushort)Attestation.Formats.Pcrs.PcrBank.Sha256, 0, new byte[32]);
        return maker;
    }

    private static ReasonCode[] NodeWith(int member, Action<CborWriter> value) =>
        ParseNode(NewNode().Make(NodeNonce, members => members[member] = NodeEvidenceMaker.Encode(value)));

    private static ReasonCode[] ParseNode(byte[] bytes) => NodeEvidence.TryParse(bytes, out _, out ParseError error) ? [] : [error.Code];
}
