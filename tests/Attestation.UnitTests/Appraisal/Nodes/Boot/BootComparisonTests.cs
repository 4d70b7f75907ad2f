using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Formats.EventLog;

namespace Attestation.UnitTests.Appraisal.Nodes.Boot;

/// <summary>Recorded boots against reference values of boot-2: which event refuses, with which reason.</summary>
public sealed class BootComparisonTests
{
    [Theory]
    [InlineData("the same boot again", "boot-3-sb-on-again")]
    [InlineData("another TPM", "boot-22-sb-on-other-tpm-tis")]
    [InlineData("one more program: the boot is the same", "boot-6-ima-extra-binary")]
    public void AnEqualBootIsAccepted(string description, string boot)
    {
        BootBench bench = new(boot);
        Assert.True(bench.Refusals() is [], $"{description}: {string.Join("\n", bench.Record.Findings)}");
        Assert.Equal(bench.Record.Compared.Count, bench.Record.Compared.Count(c => c.Matched));
        Assert.InRange(bench.Record.Compared.Count, 30, 60);
        Assert.True(bench.Report!.SecureBoot);
    }

    [Fact]
    public void AChangedCommandLineIsNamedWithBothLines()
    {
        Finding finding = Single("boot-4-cmdline", BootReasons.CommandLine);
        Assert.Equal("event 40 (PCR 8, EV_IPL, command-line)", finding.Where);
        Assert.Equal("/vmlinuz " + Line("boot-2-sb-on-good") + " (worker-1.0)", finding.Expected);
        Assert.Equal("/vmlinuz " + Line("boot-4-cmdline"), finding.Actual);
    }

    private static string Line(string boot) => System.Text.Encoding.ASCII.GetString(NodeBoots.Bytes(boot, "cmdline")).Trim().Split(' ', 2)[1];

    [Fact]
    public void AChangedInitrdIsNamedWithItsDigests()
    {
        Finding finding = Single("boot-5-initramfs", BootReasons.Initrd);
        Assert.Equal("event 42 (PCR 9, EV_IPL, initrd)", finding.Where);
        Assert.Equal($"{Digest("boot-2-sb-on-good", 42)} /initrd.img (worker-1.0)", finding.Expected);
        Assert.Equal($"{Digest("boot-5-initramfs", 42)} /initrd.img", finding.Actual);
    }

    private static string Digest(string boot, int number)
    {
        Assert.True(NodeBoots.EventLog(boot).TryGetEvent(number, out BootEvent e));
        Assert.True(e.TryGetDigest(PcrBank.Sha256, out ReadOnlyMemory<byte> digest));
        return Convert.ToHexStringLower(digest.Span);
    }

    [Fact]
    public void SecureBootOffIsNamed()
    {
        Finding finding = Single("boot-30-sb-setup-mode-linuxefi", BootReasons.SecureBootOff);
        Assert.Equal(("event 4 (PCR 7, EV_EFI_VARIABLE_DRIVER_CONFIG, secure-boot)", "SecureBoot: on", "SecureBoot: off"), (finding.Where, finding.Expected, finding.Actual));
    }

    [Theory]
    [InlineData("setup mode", "boot-20-sb-setup-mode")]
    [InlineData("keys enrolled, switched off", "boot-21-sb-disabled-keys-enrolled")]
    public void WithoutALogSecureBootIsUnknown(string description, string boot)
    {
        (ReasonCode Code, string Where) refusal = Assert.Single(new BootBench(boot).Refusals());
        Assert.True(refusal == (BootReasons.SecureBootUnknown, "PCR 7"), description);
    }

    private static Finding Single(string boot, ReasonCode code)
    {
        BootBench bench = new BootBench(boot).Run();
        return Assert.Single(bench.Record.Findings, f => f.Code == code && f.Severity == Severity.Refuse);
    }

    /// <summary>A firmware event, a boot loader and so on are told apart: a reference set without the event's value refuses it with the class's reason.</summary>
    [Theory]
    [InlineData(BootClass.SrtmVersion, "boot.srtm-version")]
    [InlineData(BootClass.Firmware, "boot.firmware")]
    [InlineData(BootClass.BootOrder, "boot.boot-order")]
    [InlineData(BootClass.SecureBoot, "boot.secure-boot")]
    [InlineData(BootClass.SecureBootKeys, "boot.secure-boot-keys")]
    [InlineData(BootClass.Authority, "boot.authority")]
    [InlineData(BootClass.BootLoader, "boot.boot-loader")]
    [InlineData(BootClass.Mok, "boot.mok")]
    [InlineData(BootClass.GrubModule, "boot.grub-module")]
    [InlineData(BootClass.GrubCommand, "boot.grub-command")]
    [InlineData(BootClass.Kernel, "boot.kernel")]
    public void EachClassHasItsReason(BootClass @class, string reason)
    {
        BootBench bench = new("boot-3-sb-on-again");
        int at = bench.References.FindIndex(r => r.BootClass == @class);
        bench.References[at] = bench.References[at].Pattern is null
            ? bench.References[at] with { Digests = [new(1, new byte[32])] }
            : bench.References[at] with { Pattern = BootBench.Pattern("another command") };
        Assert.Equal([reason], bench.Refusals().Select(r => r.Code.Id).Distinct());
    }

    [Fact]
    public void ARequiredClassWithoutValuesIsRefusedByName()
    {
        BootBench bench = new BootBench("boot-3-sb-on-again").Without(BootClass.Kernel);
        Assert.Equal([(BootReasons.NoReference, "kernel"), (BootReasons.Disguised, "event 37 (PCR 9, EV_IPL, kernel)")], bench.Refusals());
    }

    [Fact]
    public void ARequiredClassWithoutEventsIsRefusedByName()
    {
        BootBench bench = new("boot-3-sb-on-again") { Policy = NodePolicy.Default with { Require = ["uki-section"] } };
        bench.References.Add(BootBench.Blank(BootClass.UkiSection) with { Digests = [new(1, new byte[32])] });
        Assert.Equal([(BootReasons.ClassMissing, "uki-section")], bench.Refusals());
    }

    [Fact]
    public void EventsOfPcrsThatAreNotQuotedProveNothing()
    {
        BootBench bench = new("boot-3-sb-on-again") { QuotedPcrs = NodeBoots.Pcrs("boot-3-sb-on-again", 0, 4, 7, 9) };
        Assert.Equal([(BootReasons.NotQuoted, "event 40 (PCR 8, EV_IPL, command-line)")], bench.Refusals());
        Assert.DoesNotContain(bench.Record.Compared, c => c.Key == "command-line");
    }

    [Fact]
    public void AnInitrdUnderAnotherNameIsFound()
    {
        BootBench bench = new(Renamed(), NodeBoots.Pcrs("boot-5-initramfs", 0, 4, 7, 8, 9));
        bench.Without(BootClass.GrubModule);
        bench.Policy = NodePolicy.Default with { Require = ["initrd", "kernel"] };
        bench.Unknown = UnknownComponents.Warn;
        Assert.Contains((BootReasons.Disguised, "event 42 (PCR 9, EV_IPL, grub-module)"), bench.Refusals());
    }

    [Fact]
    public void AnInitrdUnderAnotherNameIsNoMereWarning()
    {
        BootBench bench = new(Renamed(), NodeBoots.Pcrs("boot-5-initramfs", 0, 4, 7, 8, 9)) { Policy = NodePolicy.Default with { Require = ["initrd"] }, Unknown = UnknownComponents.Warn };
        Assert.Contains((BootReasons.GrubModule, "event 42 (PCR 9, EV_IPL, grub-module)"), bench.Refusals());
    }

    /// <summary>The log of boot-5 in which the changed initrd calls itself a font.</summary>
    private static BootEventLog Renamed()
    {
        byte[] bytes = NodeBoots.Bytes("boot-5-initramfs", "eventlog.bin");
        Assert.True(NodeBoots.EventLog("boot-5-initramfs").TryGetEvent(42, out BootEvent initrd));
        int at = bytes.AsSpan(initrd.Offset).IndexOf("/initrd.img"u8) + initrd.Offset;
        "/fonts.pf2\0"u8.CopyTo(bytes.AsSpan(at));
        Assert.True(BootEventLog.TryParse(bytes, out BootEventLog log, out _));
        return log;
    }

    [Fact]
    public void WhatIsNotRequiredIsAWarningWhereThePolicySaysSo()
    {
        BootBench bench = new("boot-3-sb-on-again") { Unknown = UnknownComponents.Warn };
        int at = bench.References.FindIndex(r => r.BootClass == BootClass.Mok);
        bench.References.RemoveAt(at);
        Assert.Empty(bench.Refusals());
        Assert.Equal(BootReasons.Mok, Assert.Single(bench.Record.Findings, f => f.Severity == Severity.Warn).Code);
    }

    [Fact]
    public void AnExpiredCorimMatchesNothing()
    {
        BootBench bench = new("boot-3-sb-on-again");
        bench.References = [.. bench.References.Select(r => r.BootClass == BootClass.Kernel ? r with { NotAfter = bench.Now.AddDays(-1) } : r)];
        Assert.Equal([(BootReasons.ReferenceExpired, "event 37 (PCR 9, EV_IPL, kernel)")], bench.Refusals());
    }

    [Theory]
    [InlineData("literal", "/vmlinuz console=ttyS0,115200 rootfstype=ramfs ima_policy=tcb ima_hash=sha256 panic=5", true)]
    [InlineData("one word open", "/vmlinuz console=* rootfstype=ramfs ima_policy=tcb ima_hash=sha256 panic=*", true)]
    [InlineData("anything", "**", true)]
    [InlineData("a star takes no space", "/vmlinuz console=* panic=5", false)]
    [InlineData("a beginning is no match", "/vmlinuz console=ttyS0,115200", false)]
    public void ACommandLineMatchesAWholePattern(string description, string pattern, bool good)
    {
        BootBench bench = new BootBench("boot-3-sb-on-again").Without(BootClass.CommandLine);
        bench.References.Add(BootBench.Blank(BootClass.CommandLine) with { Pattern = BootBench.Pattern(pattern) });
        Assert.True(bench.Refusals().Length == 0 == good, description);
    }

    [Fact]
    public void ACommandLineThatIsOnlyShownIsNotBelieved()
    {
        byte[] bytes = NodeBoots.Bytes("boot-4-cmdline", "eventlog.bin");
        string good = "kernel_cmdline: /vmlinuz " + Line("boot-2-sb-on-good");
        BootEventLog original = NodeBoots.EventLog("boot-4-cmdline");
        Assert.True(original.TryGetEvent(40, out BootEvent line));
        Assert.True(original.TryGetEvent(41, out BootEvent next));
        byte[] data = [.. System.Text.Encoding.ASCII.GetBytes(good), 0];
        byte[] forged = [.. bytes[..(next.Offset - line.Data.Length - 4)], .. SampleLog.U32((uint)data.Length), .. data, .. bytes[next.Offset..]];
        Assert.True(BootEventLog.TryParse(forged, out BootEventLog log, out var error), error.ToString());
        BootBench bench = new(log, NodeBoots.Pcrs("boot-4-cmdline", 0, 4, 7, 8, 9, 14));
        Assert.Contains((BootReasons.CommandLineText, "event 40 (PCR 8, EV_IPL, command-line)"), bench.Refusals());
    }

    [Fact]
    public void GoldenValuesAreComparedWhereStated()
    {
        BootBench bench = new("boot-4-cmdline") { Policy = NodePolicy.Default with { GoldenPcrs = true, Require = [] } };
        bench.References = [.. new[] { 4, 8, 9 }.Select(p => BootBench.Golden(PcrBank.Sha256, p, NodeBoots.Pcr(NodeBoots.Good, PcrBank.Sha256, p)))];
        Assert.Equal([(BootReasons.GoldenPcr, "sha256:8"), (BootReasons.GoldenPcr, "sha256:9")], bench.Refusals());
    }

    [Fact]
    public void AnOffSwitchBehindTheSeparatorOfPcr7DoesNotCount()
    {
        byte[] variable = [.. UefiVariable.Global.ToByteArray(), 10, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, .. System.Text.Encoding.Unicode.GetBytes("SecureBoot"), 1];
        var log = new SampleLog(PcrBank.Sha256).Measured(7, EventType.Separator, new byte[4]).Measured(7, EventType.EfiVariableDriverConfig, variable).Log;
        var pcrs = new PcrValueSet();
        pcrs.Set(PcrBank.Sha256, 7, PcrReplay.Of(log, PcrBank.Sha256).Value(7).ToArray());
        BootBench bench = new(log, pcrs) { References = [], Policy = NodePolicy.Default };
        Assert.Equal([(BootReasons.SecureBootUnknown, "PCR 7")], bench.Refusals());
    }
}
