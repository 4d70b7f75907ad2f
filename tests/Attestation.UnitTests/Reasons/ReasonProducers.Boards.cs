using Attestation.Factory.Boards;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Factory;
using Attestation.UnitTests.Factory.Boards;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Boards => new()
    {
        [BoardReasons.Unreadable] = () => [Sample.Refusal(() => BoardCatalogue.Read("no-such-board"))],
        [BoardReasons.Malformed] = () => [Sample.Refusal(() => SampleBoard.With("schema: 1", "schema: one"))],
        [BoardReasons.UnknownKey] = () => [Sample.Refusal(() => SampleBoard.With("schema: 1", "schema: 1\nsceme: 1"))],
        [BoardReasons.DuplicateKey] = () => [Sample.Refusal(() => SampleBoard.With("schema: 1", "schema: 1\nschema: 1"))],
        [BoardReasons.Reference] = () => SampleBoard.Findings("partition: deploy", "partition: elsewhere"),
        [BoardReasons.PartitionOverlap] = () => SampleBoard.Findings("offset: 0x10000, size: 0x1D0000", "offset: 0x10000, size: 0x1D0001"),
        [BoardReasons.PartitionOutside] = () => SampleBoard.Findings("size: 4 MiB", "size: 2 MiB"),
        [BoardReasons.PinTwice] = () => SampleBoard.Findings("number: 27", "number: 2"),
        [BoardReasons.Unguarded] = () => SampleBoard.Findings("jtag, download-mode, interpreter]", "jtag, download-mode]"),
        [BoardReasons.DevelopmentUds] = () => SampleBoard.Findings("place: efuse-key-block", "place: development-file"),
        [BoardReasons.Unlatched] = () => SampleBoard.Findings("latch: software", "latch: none"),
        [BoardReasons.RandomUnvouched] = () => SampleBoard.Findings("schemes: [1]", "schemes: [1, 2]", "  vouched-by: \"ESP-IDF Programming Guide, Random Number Generation\"\n", ""),
        [BoardReasons.LayerZeroUnverified] = () => SampleBoard.Findings("measurement: stream", "measurement: bootloader-digest"),
        [BoardReasons.RollbackUnprotected] = () => SampleBoard.Findings("kept-by: [secure-boot, download-mode]", "kept-by: []"),
        [BoardReasons.LatchResettable] = () => SampleBoard.Findings("place: efuse-key-block", "place: tpm-hmac-key"),
        [BoardReasons.NormalNever] = () => SampleBoard.AgainstNormal(BoardCatalogue.Read("raspberry-pi-tpm"), null),
        [BoardReasons.LockOpen] = () => SampleBoard.AgainstNormal(l => l with { Closed = l.Id != "jtag" }),
        [BoardReasons.LockUnread] = () => SampleBoard.AgainstNormal(SampleBoard.Good, null),
        [BoardReasons.LockReader] = () => SampleBoard.AgainstNormal(l => l with { ReadBy = LockReader.Firmware }),
        [BoardReasons.DevelopmentInterpreter] = () => SampleBoard.AgainstNormal(l => l with { Closed = l.Id != "interpreter" }),
        [BoardReasons.LocksMalformed] = () => [Sample.Refusal(() => LockList.Parse("locks.json", "{}"))],
        [BoardReasons.LocksOtherBoard] = () => ModeClaim.Judge(SampleBoard.Good, SampleBoard.AllClosed with { Board = "esp32-s3" }).Wrong.Select(f => f.Reason),
        [BoardReasons.LockUnknown] = () => ModeClaim.Judge(SampleBoard.Good, new LockList("esp32", [new ReadLock("padlock", true, LockReader.Tool)])).Wrong.Select(f => f.Reason),
    };
}
