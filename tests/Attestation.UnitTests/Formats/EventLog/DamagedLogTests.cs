using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.UnitTests.Formats.EventLog;

public sealed class DamagedLogTests
{
    private static readonly int[] BootPcrs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14];

    private static readonly byte[] Good = NodeBoots.Bytes(NodeBoots.Good, "eventlog.bin");

    /// <summary>
    /// Each byte of a log changed in turn: the log is refused, or its replay differs, or the event is named whose digest no longer covers its
    /// data. What remains are claims that no digest covers, and only those.
    /// </summary>
    [Fact]
    public void AChangedByteIsNoticedOrIsAClaimThatNoDigestCovers()
    {
        PcrValueSet pcrs = NodeBoots.Pcrs(NodeBoots.Good, BootPcrs);
        bool[] claims = Claims(NodeBoots.EventLog(NodeBoots.Good));
        byte[] log = (byte[])Good.Clone();
        int unnoticed = 0;
        for (int i = 0; i < log.Length; i++)
        {
            log[i] ^= 0x01;
            if (!IsNoticed(log, pcrs))
            {
                Assert.True(claims[i], $"byte {i}");
                unnoticed++;
            }
            log[i] ^= 0x01;
        }
        Assert.InRange(unnoticed, 1, log.Length / 4);
    }

    private static bool IsNoticed(byte[] log, PcrValueSet pcrs) =>
        !BootEventLog.TryParse(log, out BootEventLog read, out _) || LogComparison.Compare(read, pcrs).Count > 0 || MeasuredBoot.Of(read, PcrBank.Sha256).Unproven.Count > 0;

    /// <summary>
    /// EV_NO_ACTION records; the type of an event; the data of events whose digest is over something else; of a boot variable the name (the digest
    /// is over its value); of a grub text the word before the text and the NUL behind it.
    /// </summary>
    private static bool[] Claims(BootEventLog log)
    {
        bool[] claims = new bool[log.Length];
        int dataEnd = 0;
        foreach (BootEvent e in log)
        {
            int start = dataEnd;
            dataEnd = e.Offset + RecordLength(e, log);
            int data = dataEnd - e.Data.Length;
            if (!e.Extends)
                claims.AsSpan(start..dataEnd).Fill(true);
            claims.AsSpan(start + 4, 4).Fill(true);
            if (DigestRules.Check(e, PcrBank.Sha256) == DigestRule.NotOverData)
                claims.AsSpan(data..dataEnd).Fill(true);
            else if (e.Type == EventType.EfiVariableBoot && UefiVariable.TryParse(e.Data, out UefiVariable variable, out _))
                claims.AsSpan(data, e.Data.Length - variable.Value.Length).Fill(true);
            else if (GrubText.TryRead(e.Data.Span, out _, out ReadOnlySpan<byte> text))
            {
                claims.AsSpan(data, e.Data.Span.IndexOf(text)).Fill(true);
                claims[dataEnd - 1] = true;
            }
        }
        return claims;
    }

    private static int RecordLength(in BootEvent e, BootEventLog log) =>
        12 + (e.Index == 0 ? 20 : 4 + log.Banks.Sum(b => 2 + b.DigestSize)) + e.Data.Length;

    [Fact]
    public void ALogCutAnywhereIsRefusedOrShorter()
    {
        int whole = NodeBoots.EventLog(NodeBoots.Good).Count;
        PcrValueSet pcrs = NodeBoots.Pcrs(NodeBoots.Good, BootPcrs);
        int atRecordEnds = 0;
        for (int length = 0; length < Good.Length; length++)
        {
            if (!BootEventLog.TryParse(Good.AsMemory(0, length), out BootEventLog log, out ParseError error))
                Assert.InRange(error.Offset, 0, length);
            else if (log.PaddingLength == 0)
                atRecordEnds++;
            if (log is not null)
                Assert.NotEmpty(LogComparison.Compare(log, pcrs));
        }
        Assert.Equal(whole - 1, atRecordEnds);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void PaddingBehindTheLastRecordIsCountedAndNothingElseIs(byte value)
    {
        byte[] tail = new byte[5000];
        tail.AsSpan().Fill(value);
        Assert.True(BootEventLog.TryParse((byte[])[.. Good, .. tail], out BootEventLog log, out _));
        Assert.Equal((5000, Good.Length), (log.PaddingLength, log.Length));
        tail[^1] = 0x55;
        Assert.False(BootEventLog.TryParse((byte[])[.. Good, .. tail], out _, out _));
    }

    [Theory]
    [InlineData("a digest count", 0, 0xFF)]
    [InlineData("a data size of 4 GiB", -4, 0xFF)]
    public void ALengthBombIsRefused(string description, int at, byte value)
    {
        byte[] log = new SampleLog(PcrBank.Sha256).Measured(7, EventType.Separator, []).Bytes;
        log.AsSpan(at < 0 ? log.Length + at : log.Length - 4 - 34 - 4, 4).Fill(value);
        Assert.False(BootEventLog.TryParse(log, out _, out _), description);
    }

    [Theory]
    [InlineData("a million small records", false)]
    [InlineData("zeros, each of which begins a record, and a one at the end", true)]
    public void ALogOf64MebibytesIsWalkedWithoutAllocating(string description, bool zeros)
    {
        byte[] log = new byte[BootEventLog.MaxSize];
        byte[] one = new SampleLog().Measured(7, EventType.Separator, [0, 0, 0, 0]).Bytes;
        for (int at = 0; !zeros && at + one.Length <= log.Length; at += one.Length)
            one.CopyTo(log, at);
        log[^1] = zeros ? (byte)1 : log[^1];
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool read = BootEventLog.TryParse(log, out BootEventLog parsed, out _);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);
        Assert.True(read != zeros, description);
        Assert.True(zeros || parsed.Count > 1_000_000);
    }

    [Fact]
    public void ChangedTextIsNamed()
    {
        byte[] log = (byte[])Good.Clone();
        int text = log.AsSpan().IndexOf("kernel_cmdline: "u8) + 20;
        log[text] ^= 1;
        Assert.True(BootEventLog.TryParse(log, out BootEventLog read, out _));
        int named = Assert.Single(MeasuredBoot.Of(read, PcrBank.Sha256).Unproven);
        foreach (BootEvent e in read)
            Assert.Equal(named == e.Index, e.Data.Span.StartsWith("kernel_cmdline: "u8));
    }
}
