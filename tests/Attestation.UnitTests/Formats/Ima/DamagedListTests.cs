using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Formats.Ima;

public sealed class DamagedListTests
{
    [Theory]
    [InlineData("ima-sig", NodeBoots.Good)]
    [InlineData("ima-ng and ima-buf", "boot-23-ima-ng-critical-data")]
    [InlineData("ima", "boot-33-ima-template-sha1")]
    public void EveryChangedByteIsRefused(string template, string boot)
    {
        byte[] list = NodeBoots.Bytes(boot, "ima.bin");
        byte[] quoted = NodeBoots.Pcr(boot, PcrBank.Sha256, 10);
        for (int i = 0; i < list.Length; i++)
        {
            list[i] ^= 0x01;
            Assert.False(ImaPrefixSearch.Find(list, new ImaRun(PcrBank.Sha256), quoted).IsGood, $"{template}: byte {i}");
            list[i] ^= 0x01;
        }
        Assert.True(ImaPrefixSearch.Find(list, new ImaRun(PcrBank.Sha256), quoted).IsGood);
    }

    [Fact]
    public void AListCutAnywhereIsRefused()
    {
        byte[] list = NodeBoots.Bytes(NodeBoots.Good, "ima.bin");
        byte[] quoted = NodeBoots.Pcr(NodeBoots.Good, PcrBank.Sha256, 10);
        for (int length = 0; length < list.Length; length++)
        {
            ImaPrefix found = ImaPrefixSearch.Find(list.AsMemory(0, length), new ImaRun(PcrBank.Sha256), quoted);
            Assert.Null(found.Quoted);
            Assert.Contains(found.Findings, f => f.Code == ImaReasons.NoPrefix);
        }
    }

    [Fact]
    public void AChangedEntryIsNamed()
    {
        byte[] list = NodeBoots.Bytes(NodeBoots.Good, "ima.bin");
        list[^3] ^= 0x20; // in the last entry's data
        ImaPrefix found = ImaPrefixSearch.Find(list, new ImaRun(PcrBank.Sha256), NodeBoots.Pcr(NodeBoots.Good, PcrBank.Sha256, 10));
        Assert.Contains(found.Findings, f => f.Code == ImaReasons.TemplateHash && f.Entry == 46);
    }

    [Fact]
    public void AViolationExtendsOnesAndMayNotBeHidden()
    {
        byte[] entry = SampleList.Entry(10, "ima-ng", SampleList.Ng("sha256", new byte[32], "/log"), new byte[20]);
        byte[] start = SampleList.BootAggregate;
        var run = new ImaRun(PcrBank.Sha256);
        byte[] expected = new byte[32];
        foreach (byte[] one in new[] { start, entry })
        {
            int offset = 0;
            Assert.True(ImaList.TryRead(one, ref offset, out ImaEntry read, out _));
            run.Add(read);
            byte[] digest = new byte[32];
            if (read.IsViolation)
                digest.AsSpan().Fill(0xFF);
            else
                PcrBank.Sha256.Hash(read.Data.Span, digest);
            PcrBank.Sha256.Extend(expected, digest);
        }
        Assert.Equal(expected, run.Value);
        Assert.Equal(1, run.Violations);
        byte[] hidden = SampleList.Entry(10, "ima-ng", SampleList.Ng("sha256", new byte[32], "/log"));
        Assert.True(ImaPrefixSearch.Find((byte[])[.. start, .. entry], new ImaRun(PcrBank.Sha256), expected).IsGood);
        Assert.False(ImaPrefixSearch.Find((byte[])[.. start, .. hidden], new ImaRun(PcrBank.Sha256), expected).IsGood);
    }

    [Theory]
    [InlineData("name length", "0a000000" + "0000000000000000000000000000000000000000" + "ffffffff", "ima.template-name")]
    [InlineData("data length", "0a000000" + "0000000000000000000000000000000000000000" + "06000000" + "696d612d6e67" + "ffffff7f", "ima.template-length")]
    [InlineData("old name length", "0a000000" + "0000000000000000000000000000000000000000" + "03000000" + "696d61" + "0000000000000000000000000000000000000000" + "00010000", "ima.template-length")]
    public void ALengthBombIsRefusedBeforeItsBytesAreWaitedFor(string description, string hex, string reason)
    {
        int offset = 0;
        Assert.False(ImaList.TryRead(Convert.FromHexString(hex), ref offset, out _, out var error), description);
        Assert.Equal((reason, 0), (error.Code.Id, offset));
    }

    [Fact]
    public void AHundredThousandEntriesStreamWithGarbageInProportion()
    {
        byte[] entry = SampleList.Entry(10, "ima-ng", SampleList.Ng("sha256", new byte[32], "/usr/lib/x86_64-linux-gnu/library.so"));
        byte[] quoted = new byte[32];
        quoted.AsSpan().Fill(0xEE);
        var search = new ImaPrefixSearch(new ImaRun(PcrBank.Sha256), quoted);
        search.Feed(SampleList.BootAggregate);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100_000; i++)
            search.Feed(entry);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8L * 100_000 * entry.Length); // garbage in proportion, nothing kept
        Assert.Equal(100_001, search.Finish().Last.Count);
    }
}
