using Attestation.Appraisal.Policies;
using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Appraisal.Nodes.Boot;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Formats.EventLog;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Boots => new()
    {
        [BootReasons.ClassMissing] = () => Requiring(BootClass.UkiSection).Reasons(),
        [BootReasons.NoReference] = () => Requiring(BootClass.Kernel).Without(BootClass.Kernel).Reasons(),
        [BootReasons.NotQuoted] = () => new BootBench(NodeBoots.Good) { QuotedPcrs = NodeBoots.Pcrs(NodeBoots.Good, 0) }.Reasons(),
        [BootReasons.ReferenceExpired] = () =>
        {
            BootBench bench = new(NodeBoots.Good);
            bench.References = [.. bench.References.Select(r => r with { NotAfter = bench.Now.AddYears(-1) })];
            return bench.Reasons();
        },
        [BootReasons.Disguised] = () => Requiring(BootClass.Initrd).Without(BootClass.GrubModule).Reasons(),
        [BootReasons.CommandLineText] = () => One(8, EventType.Ipl, BootClass.CommandLine, "kernel_cmdline: /vmlinuz quiet\0"u8.ToArray()).Reasons(),
        [BootReasons.SecureBootOff] = () => new BootBench("boot-30-sb-setup-mode-linuxefi").Reasons(),
        [BootReasons.SecureBootUnknown] = () => new BootBench("boot-20-sb-setup-mode").Reasons(),
        [BootReasons.GoldenPcr] = () => Golden(8).Reasons(),
        [BootReasons.GoldenMissing] = () => new BootBench(NodeBoots.Good) { Policy = NodePolicy.Default with { GoldenPcrs = true } }.Reasons(),
        [BootReasons.GoldenNotQuoted] = () => Golden(16).Reasons(),
        [BootReasons.AuthorityUsed] = () => new BootBench(NodeBoots.Good).Reasons(),
        [BootReasons.SrtmVersion] = () => Changed(BootClass.SrtmVersion),
        [BootReasons.Firmware] = () => Changed(BootClass.Firmware),
        [BootReasons.OptionRom] = () => One(2, EventType.EfiBootServicesDriver, BootClass.OptionRom).Reasons(),
        [BootReasons.FirmwareConfiguration] = () => One(1, EventType.CpuMicrocode, BootClass.FirmwareConfiguration).Reasons(),
        [BootReasons.BootOrder] = () => Changed(BootClass.BootOrder),
        [BootReasons.SecureBootState] = () => Changed(BootClass.SecureBoot),
        [BootReasons.SecureBootKeys] = () => Changed(BootClass.SecureBootKeys),
        [BootReasons.Authority] = () => Changed(BootClass.Authority),
        [BootReasons.BootLoader] = () => Changed(BootClass.BootLoader),
        [BootReasons.PartitionTable] = () => One(5, EventType.EfiGptEvent, BootClass.PartitionTable).Reasons(),
        [BootReasons.Mok] = () => Changed(BootClass.Mok),
        [BootReasons.GrubModule] = () => Changed(BootClass.GrubModule),
        [BootReasons.GrubCommand] = () => Changed(BootClass.GrubCommand),
        [BootReasons.CommandLine] = () => new BootBench("boot-4-cmdline").Reasons(),
        [BootReasons.Kernel] = () => Changed(BootClass.Kernel),
        [BootReasons.Initrd] = () => new BootBench("boot-5-initramfs").Reasons(),
        [BootReasons.UkiSection] = () => One(11, EventType.Ipl, BootClass.UkiSection).Reasons(),
        [BootReasons.SystemdPhase] = () =>
        {
            BootBench bench = One(11, EventType.Ipl, BootClass.SystemdPhase);
            Assert.True(SystemdMeasureLog.TryParse(UkiBoot.Record(11, "enter-initrd", "phase"), out SystemdMeasureLog systemd, out _));
            byte[] value = PcrReplay.Of(bench.Log!, PcrBank.Sha256).Value(11).ToArray();
            PcrBank.Sha256.Extend(value, SampleLog.Digest(PcrBank.Sha256, "enter-initrd"u8));
            bench.QuotedPcrs.Set(PcrBank.Sha256, 11, value);
            bench.Systemd = systemd;
            return bench.Reasons();
        },
        [BootReasons.SystemdLogSize] = () => [SystemdRefusal(new byte[SystemdMeasureLog.MaxSize + 1])],
        [BootReasons.SystemdLogSyntax] = () => [SystemdRefusal("{}"u8.ToArray())],
        [BootReasons.SystemdLogRecord] = () => [SystemdRefusal(UkiBoot.Framed("{}"))],
        [BootReasons.Systemd] = () => One(13, EventType.Ipl, BootClass.Systemd).Reasons(),
        [BootReasons.Other] = () => One(6, EventType.Ipl, BootClass.Other).Reasons(),
    };

    private static ReasonCode SystemdRefusal(byte[] bytes)
    {
        Assert.False(SystemdMeasureLog.TryParse(bytes, out _, out ParseError error));
        return error.Code;
    }

    private static BootBench Requiring(BootClass @class) => new(NodeBoots.Good) { Policy = NodePolicy.Default with { Require = [@class.Name()] } };

    /// <summary>A good boot under reference values that lack the real ones of a class.</summary>
    private static ReasonCode[] Changed(BootClass @class)
    {
        BootBench bench = new BootBench(NodeBoots.Good).Without(@class);
        bench.References.Add(BootBench.Blank(@class) with { Digests = [new(1, new byte[32])] });
        return bench.Reasons();
    }

    /// <summary>A log of one event of a class, whose digest is over something that no reference value states.</summary>
    private static BootBench One(int pcr, EventType type, BootClass @class, byte[]? data = null)
    {
        BootEventLog log = new SampleLog(PcrBank.Sha256).Event(pcr, type, data ?? "a name\0"u8, "something else"u8).Log;
        var pcrs = new PcrValueSet();
        pcrs.Set(PcrBank.Sha256, pcr, PcrReplay.Of(log, PcrBank.Sha256).Value(pcr).ToArray());
        return new BootBench(log, pcrs) { References = [BootBench.Blank(@class) with { Digests = [new(1, new byte[32])] }] };
    }

    private static BootBench Golden(int pcr)
    {
        BootBench bench = new("boot-4-cmdline");
        bench.References.Add(BootBench.Golden(PcrBank.Sha256, pcr, new byte[32]));
        return bench;
    }
}
