using Attestation.Appraisal.Policies;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.Fuzz.Nodes;
using Attestation.Tpm.Wire;
using Attestation.UnitTests.Appraisal.Nodes;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static readonly TpmsClockInfo Earlier = new(5000, 7, 3, true);

    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> NodeAppraisals => new()
    {
        [NodeReasons.NotEnrolled] = () => OfNode(b => b.Unknown = true),
        [NodeReasons.AkDiffers] = () => OfNode(b => b.Enrolled = b.Enrolled! with { AttestationKey = new byte[10] }),
        [NodeReasons.AkName] = () => OfNode(_ => { }, members => members[2] = WithoutNameAlgorithm()),
        [NodeReasons.BoundName] = () => OfNode(b => b.Maker.NodeName = "worker-2"),
        [NodeReasons.ClockBack] = () => NodeSeries(Earlier with { Clock = 4999, ResetCount = 8 }),
        [NodeReasons.ResetBack] = () => NodeSeries(Earlier with { Clock = 6000, ResetCount = 6 }),
        [NodeReasons.RestartBack] = () => NodeSeries(Earlier with { Clock = 6000, RestartCount = 2 }),
        [NodeReasons.Clone] = () => NodeSeries(Earlier with { Clock = 4999 }),
        [NodeReasons.Rebooted] = () => NodeSeries(Earlier with { Clock = 6000, ResetCount = 8, RestartCount = 0 }),
        [NodeReasons.Restarted] = () => NodeSeries(Earlier with { Clock = 6000, RestartCount = 4 }),
        [NodeReasons.FirmwareChanged] = () => OfNode(b =>
        {
            b.History = b.Appraise().UpdatedNodeHistory;
            b.Maker.Firmware++;
        }),
        [NodeReasons.ClockUnsafe] = () => OfNode(b => b.Maker.Clock = Earlier with { Safe = false }),
        [NodeReasons.QuotesApart] = () => OfTwoQuotes(Earlier, Earlier with { ResetCount = 8 }),
        [NodeReasons.PcrsNotQuoted] = () => OfNode(b => b.Maker.Pcrs[(ushort)PcrBank.Sha256].Remove(14)),
        [NodeReasons.BootLogMissing] = () => OfNode(b => b.Maker.BootLog = null),
        [NodeReasons.ImaLogMissing] = () => OfNode(b =>
        {
            b.Policy = Policy.Default;
            b.Maker.ImaLog = null;
        }),
        [NodeReasons.DiceMissing] = () => OfNode(b => b.Policy = b.Policy with { Node = NodePolicy.Default with { RequireDice = true } }),
        [NodeReasons.DiceBinding] = () => OfNode(_ => { }, members => members[10] = [0x41, 0x00]),
        [NodeReasons.DiceNotEnrolled] = () => OfNode(b => b.Maker.DeviceEvidence = [0x00]),
        [NodeReasons.DiceLayers] = OfDiceIdentity,
        [NodeReasons.MoreFindings] = () => OfNode(b => b.Maker.BootLog = NodeBench.Separators(b.Maker.BootLog!, 600)),
        [NodeReasons.Class] = () => OfNode(b => b.Enrolled = b.Enrolled! with { Class = null }),
        [NodeReasons.Revoked] = () => OfNode(b => b.Enrolled = b.Enrolled! with { Revocation = "revoked 2026-11-21T12:00:00Z: stolen" }),
    };

    private static ReasonCode[] OfNode(Action<NodeBench> set, Action<SortedDictionary<int, byte[]>>? change = null)
    {
        using var bench = new NodeBench();
        set(bench);
        return [.. bench.Appraise(change).Findings.Select(f => f.Code)];
    }

    private static ReasonCode[] NodeSeries(TpmsClockInfo now)
    {
        using var bench = new NodeBench();
        return [.. bench.Series(Earlier, now).Findings.Select(f => f.Code)];
    }

    private static ReasonCode[] OfTwoQuotes(TpmsClockInfo first, TpmsClockInfo second)
    {
        using var bench = new NodeBench();
        byte[] data = NodeEvidenceMaker.QualifyingData(NodeBench.Nonce, bench.Maker.Bindings());
        byte[] a = bench.Key.Attest(data, bench.Maker.Pcrs, first, 1);
        byte[] b = bench.Key.Attest(data, bench.Maker.Pcrs, second, 1);
        return [.. bench.Appraise(members => members[3] = NodeEvidenceMaker.Quotes((a, bench.Key.Sign(a)), (b, bench.Key.Sign(b)))).Findings.Select(f => f.Code)];
    }

    private static byte[] WithoutNameAlgorithm()
    {
        using SoftwareAttestationKey key = SoftwareAttestationKey.P256();
        return NodeEvidenceMaker.Encode(w => w.WriteByteString(WireValue.EncodeSized(key.Area with { NameAlg = TpmAlgId.Null })));
    }

    private static ReasonCode[] OfDiceIdentity()
    {
        using var node = new DiceNode();
        return [.. node.Bench.Appraise().DiceIdentity!.Findings.Select(f => f.Code)];
    }
}
