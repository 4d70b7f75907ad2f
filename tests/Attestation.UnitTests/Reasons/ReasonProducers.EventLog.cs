using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats.EventLog;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static readonly byte[] Separator = [0, 0, 0, 0];

    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> EventLogs => new()
    {
        [EventLogReasons.Empty] = () => ParseEventLog([]),
        [EventLogReasons.TooLarge] = () => ParseEventLog(new byte[BootEventLog.MaxSize + 1]),
        [EventLogReasons.Truncated] = () => ParseEventLog(SmallLog().Bytes[..^9]),
        [EventLogReasons.EventSize] = () => ParseEventLog(SmallLog().Bytes[..^1]),
        [EventLogReasons.SpecId] = () => ParseEventLog(new SampleLog().Legacy(0, EventType.NoAction, new byte[20], "Spec ID Event03\0\0"u8).Bytes),
        [EventLogReasons.Banks] = () => ParseEventLog(new SampleLog().Legacy(0, EventType.NoAction, new byte[20], SampleLog.Header([(4, 32)])).Bytes),
        [EventLogReasons.Digests] = () => ParseEventLog(new SampleLog(PcrBank.Sha256).Raw([0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]).Bytes),
        [EventLogReasons.PcrIndex] = () => ParseEventLog(new SampleLog(PcrBank.Sha256).Measured(24, EventType.Separator, Separator).Bytes),
        [EventLogReasons.Mismatch] = () => CompareWithPcr7(SmallLog(), SampleLog.Digest(PcrBank.Sha256, Separator)),
        [EventLogReasons.EventDigest] = () => CompareWithPcr7(SmallLog().Event(7, EventType.Separator, Separator, "x"u8), new byte[32]),
        [EventLogReasons.ExtraEvents] = () => CompareWithPcr7(SmallLog().Measured(7, EventType.EfiAction, "late"u8), SmallLogPcr7()),
        [EventLogReasons.SurplusEvent] = () =>
            CompareWithPcr7(new SampleLog(PcrBank.Sha256).Measured(7, EventType.EfiAction, "put in"u8).Measured(7, EventType.Separator, Separator), SmallLogPcr7()),
        [EventLogReasons.Unlogged] = () => CompareWithPcr7(new SampleLog(PcrBank.Sha256), SmallLogPcr7()),
        [EventLogReasons.BankMissing] = () => CompareWithPcr7(new SampleLog(PcrBank.Sha1), SmallLogPcr7()),
        [EventLogReasons.BankUnsupported] = () => CompareWithPcr7(new SampleLog(PcrBank.Sm3), new byte[32], PcrBank.Sm3),
        [EventLogReasons.Content] = () => UefiVariable.TryParse(new byte[31], out _, out ParseError error) ? [] : [error.Code],
        [EventLogReasons.StartupLocality] = () => Observed(SmallLog().Measured(0, EventType.NoAction, "StartupLocality\0\x9"u8)),
        [EventLogReasons.ErrorSeparator] = () => Observed(SmallLog().Event(0, EventType.Separator, "no memory"u8, [1, 0, 0, 0])),
        [EventLogReasons.SeparatorMissing] = () => Observed(SmallLog()),
        [EventLogReasons.SeparatorTwice] = () => Observed(SmallLog().Measured(7, EventType.Separator, Separator)),
        [EventLogReasons.ExitMissing] = () => Observed(SmallLog()),
        [EventLogReasons.ExitTwice] = () =>
            Observed(SmallLog().Measured(5, EventType.EfiAction, "Exit Boot Services Invocation"u8).Measured(5, EventType.EfiAction, "Exit Boot Services Invocation"u8)),
    };

    private static IEnumerable<ReasonCode> Observed(SampleLog log) => BootOrderChecks.Of(log.Log).Select(o => o.Code);

    private static SampleLog SmallLog() => new SampleLog(PcrBank.Sha256).Measured(7, EventType.Separator, Separator);

    private static byte[] SmallLogPcr7() => PcrReplay.Of(SmallLog().Log, PcrBank.Sha256).Value(7).ToArray();

    private static ReasonCode[] ParseEventLog(byte[] log) => BootEventLog.TryParse(log, out _, out ParseError error) ? [] : [error.Code];

    private static IEnumerable<ReasonCode> CompareWithPcr7(SampleLog log, byte[] value, PcrBank bank = PcrBank.Sha256)
    {
        var values = new PcrValueSet();
        values.Set(bank, 7, value);
        return LogComparison.Compare(log.Log, values).Select(d => d.Code);
    }
}
