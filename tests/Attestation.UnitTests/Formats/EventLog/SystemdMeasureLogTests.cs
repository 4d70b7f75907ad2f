using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Formats.EventLog;

/// <summary>systemd's own log: its records, its defects, and its place behind the firmware's log.</summary>
public sealed class SystemdMeasureLogTests
{
    private const string Digest = "0000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public void RecordsAreRead()
    {
        SystemdMeasureLog log = UkiBoot.Systemd;
        Assert.Equal(["enter-initrd", "leave-initrd", "sysinit", "ready", "machine-id:" + new string('a', 32)], log.Records.Select(r => r.Text));
        Assert.Equal([11, 11, 11, 11, 15], log.Records.Select(r => r.Pcr));
        Assert.Equal(("phase", new string('b', 32)), (log.Records[0].EventType, log.Records[0].BootId));
        Assert.True(log.Records[0].TryGetDigest(PcrBank.Sha384, out _));
        Assert.False(log.Records[0].TryGetDigest(PcrBank.Sha512, out _));
    }

    [Theory]
    [InlineData("no content", """{"pcr":11,"digests":[{"hashAlg":"sha256","digest":"DIGEST"}]}""", 11)]
    [InlineData("names in capitals", """{"pcr":15,"digests":[{"hashAlg":"SHA256","digest":"DIGEST"}]}""", 15)]
    [InlineData("an algorithm that is not known here", """{"pcr":11,"digests":[{"hashAlg":"sm3_256","digest":"DIGEST"}]}""", 11)]
    [InlineData("an NV index used as a PCR", """{"nv_index":30474752,"digests":[{"hashAlg":"sha256","digest":"DIGEST"}],"content":{"nvIndexName":"hardware"}}""", -1)]
    [InlineData("members that came later", """{"pcr":9,"new":{"a":[1]},"digests":[{"hashAlg":"sha256","digest":"DIGEST"}]}""", 9)]
    public void OtherFormsAreRead(string description, string json, int pcr)
    {
        Assert.True(SystemdMeasureLog.TryParse(UkiBoot.Framed(json.Replace("DIGEST", Digest, StringComparison.Ordinal)), out SystemdMeasureLog log, out ParseError error), $"{description}: {error}");
        Assert.Equal(pcr, Assert.Single(log.Records).Pcr);
    }

    [Theory]
    [InlineData("no PCR", """{"digests":[{"hashAlg":"sha256","digest":"DIGEST"}]}""")]
    [InlineData("PCR 24", """{"pcr":24,"digests":[{"hashAlg":"sha256","digest":"DIGEST"}]}""")]
    [InlineData("PCR as text", """{"pcr":"11","digests":[{"hashAlg":"sha256","digest":"DIGEST"}]}""")]
    [InlineData("no digests", """{"pcr":11}""")]
    [InlineData("an empty list of digests", """{"pcr":11,"digests":[]}""")]
    [InlineData("a digest too short", """{"pcr":11,"digests":[{"hashAlg":"sha256","digest":"00"}]}""")]
    [InlineData("a digest that is not hexadecimal", """{"pcr":11,"digests":[{"hashAlg":"sha1","digest":"zz00000000000000000000000000000000000000"}]}""")]
    [InlineData("an algorithm twice", """{"pcr":11,"digests":[{"hashAlg":"sha256","digest":"DIGEST"},{"hashAlg":"SHA256","digest":"DIGEST"}]}""")]
    [InlineData("an array", """[1]""")]
    public void RecordsWithoutTheirShapeAreRefused(string description, string json) =>
        Assert.True(Refusal(UkiBoot.Framed(json.Replace("DIGEST", Digest, StringComparison.Ordinal))) == BootReasons.SystemdLogRecord, description);

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("no separator", "{}\n")]
    [InlineData("no line feed", "\x1E{}")]
    [InlineData("half a record", "\x1E{\"pcr\":\n")]
    [InlineData("a member twice", "\x1E{\"pcr\":11,\"pcr\":12}\n")]
    [InlineData("two objects behind one separator", "\x1E{}{}\n")]
    [InlineData("nothing behind the separator", "\x1E\n")]
    public void WhatIsNoSequenceIsRefused(string description, string text) =>
        Assert.True(Refusal(System.Text.Encoding.Latin1.GetBytes(text)) == BootReasons.SystemdLogSyntax, description);

    [Fact]
    public void LimitsComeFirst()
    {
        Assert.Equal(BootReasons.SystemdLogSize, Refusal(new byte[SystemdMeasureLog.MaxSize + 1]));
        Assert.Equal(BootReasons.SystemdLogSize, Refusal(UkiBoot.Framed(new string(' ', SystemdMeasureLog.MaxRecord))));
    }

    private static ReasonCode? Refusal(byte[] bytes) => SystemdMeasureLog.TryParse(bytes, out _, out ParseError error) ? null : error.Code;

    [Theory]
    [InlineData("quoted before the first phase", 0)]
    [InlineData("quoted in the initrd", 1)]
    [InlineData("quoted when all was ready", 4)]
    public void TheTwoLogsReplayTogether(string description, int phases)
    {
        PcrValueSet values = UkiBoot.Pcrs(phases);
        Assert.True(LogComparison.Compare(UkiBoot.Log, values, UkiBoot.Systemd).Count == 0, description);
        Assert.Contains(LogComparison.Compare(UkiBoot.Log, values), d => d.Pcr == 15 && d.Code == EventLogReasons.Unlogged);
        values.TryGet(PcrBank.Sha256, 11, out ReadOnlyMemory<byte> value);
        Assert.Equal(phases, UkiBoot.Systemd.Covered(PcrBank.Sha256, 11, PcrReplay.Of(UkiBoot.Log, PcrBank.Sha256).Value(11), value.Span));
    }

    [Fact]
    public void ALogWithOtherRecordsDoesNotReplay()
    {
        byte[] changed = [.. UkiBoot.Record(11, "enter-initrd", "phase"), .. UkiBoot.Record(11, "another", "phase")];
        Assert.True(SystemdMeasureLog.TryParse(changed, out SystemdMeasureLog log, out _));
        PcrDifference[] differences = [.. LogComparison.Compare(UkiBoot.Log, UkiBoot.Pcrs(2), log)];
        Assert.Equal([(11, EventLogReasons.Mismatch), (15, EventLogReasons.Unlogged)], differences.Select(d => (d.Pcr, d.Code)));
    }

    [Fact]
    public void SectionsAndPhasesHaveTheirClasses()
    {
        BootComponent[] firmware = [.. BootComponents.Of(UkiBoot.Log).Where(c => c.Class != BootClass.Fixed)];
        Assert.Equal(
            [
                (BootClass.Kernel, ".linux"), (BootClass.UkiSection, ".osrel"), (BootClass.CommandLine, ".cmdline"), (BootClass.Initrd, ".initrd"),
                (BootClass.CommandLine, "command line"), (BootClass.Systemd, "Credentials initrd"), (BootClass.Systemd, "System extension initrd"),
            ],
            firmware.Select(c => (c.Class, c.Name)));
        Assert.Equal("debug", firmware[4].Text);
        Assert.True(firmware[5].ClassIsClaim);
        BootComponent[] systemd = [.. SystemdEvents.Of(UkiBoot.Systemd, PcrBank.Sha256)];
        Assert.Equal([BootClass.SystemdPhase, BootClass.SystemdPhase, BootClass.SystemdPhase, BootClass.SystemdPhase, BootClass.Systemd], systemd.Select(c => c.Class));
        Assert.All(systemd, c => Assert.True(c is { Userspace: true, ClassIsClaim: false, Text: not null }));
    }

    [Fact]
    public void ATextThatIsNotMeasuredIsAClaim()
    {
        Assert.True(SystemdMeasureLog.TryParse(UkiBoot.Record(11, "ready", "phase", measured: "a kernel"), out SystemdMeasureLog log, out _));
        BootComponent only = Assert.Single(SystemdEvents.Of(log, PcrBank.Sha256));
        Assert.True(only is { ClassIsClaim: true, Text: null, Name: "ready" });
    }
}
