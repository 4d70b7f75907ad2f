using Attestation.Factory;
using Attestation.Factory.Nodes;
using Attestation.Formats.EventLog;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Factory;
using Attestation.UnitTests.Factory.Nodes;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> FactoryNodes => new()
    {
        [FactoryReasons.NodeEvidence] = () => [Sample.Refusal(() => KnownMachine.Of("boot-20-sb-setup-mode"))],
        [FactoryReasons.NodeQuote] = () => [Sample.Refusal(() => KnownMachine.Of(NodeBoots.Good, [], _ => { }, m => m[3][^1] ^= 1))],
        [FactoryReasons.NodeReplay] = () => [Sample.Refusal(() => KnownMachine.Of(NodeBoots.Good, [], m => m.BootLog = NodeBoots.Bytes("boot-5-initramfs", "eventlog.bin")))],
        [FactoryReasons.NodeUnproven] = () => [Sample.Refusal(() => NodeReferenceSet.Make(KnownMachine.Order with { GoldenPcrs = [23] }, [KnownMachine.Of(NodeBoots.Good)]))],
        [FactoryReasons.NodePattern] = () =>
        {
            Assert.True(TextPattern.TryParse("another line", out TextPattern? pattern));
            return [Sample.Refusal(() => NodeReferenceSet.Make(KnownMachine.Order with { CommandLines = [pattern!] }, [KnownMachine.Of(NodeBoots.Good)]))];
        },
        [FactoryReasons.NodeEmpty] = () => [Sample.Refusal(() => NodeReferenceSet.Make(KnownMachine.Order with { Classes = [BootClass.UkiSection] }, [KnownMachine.Of(NodeBoots.Good)]))],
        [FactoryReasons.NodeFiles] = () => [InFactory((ca, folder) => KnownFile.ReadChecksums(folder["ca/ca.crt.pem"]))],
        [FactoryReasons.NodeOption] = () => [Sample.Refusal(() => NodeReferenceOrder.ClassOf("no-class"))],
    };
}
