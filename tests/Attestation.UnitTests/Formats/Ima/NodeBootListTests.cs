using System.Text;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Formats.Ima;

/// <summary>Lists of real boots against the PCR 10 that the TPM had, and against the kernel's own ASCII list.</summary>
public sealed class NodeBootListTests
{
    public static TheoryData<string> Boots => [.. NodeBoots.Names];

    [Theory]
    [MemberData(nameof(Boots))]
    public void TheListReplaysToPcr10InEveryBank(string boot)
    {
        foreach (PcrBank bank in NodeBoots.Banks)
        {
            ImaPrefix found = ImaPrefixSearch.Find(NodeBoots.Bytes(boot, "ima.bin"), new ImaRun(bank), NodeBoots.Pcr(boot, bank, 10));
            Assert.True(found.IsGood, $"{bank}: {string.Join(", ", found.Findings)}");
            Assert.Equal(File(boot, "ima.ascii").Length, found.Last.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Boots))]
    public void EveryEntrySaysWhatTheKernelsAsciiListSays(string boot)
    {
        string[] lines = File(boot, "ima.ascii");
        int index = 0;
        Each(boot, entry =>
        {
            Assert.True(ImaFields.TryRead(entry, out ImaFields fields, out var error), error.ToString());
            string digest = Convert.ToHexStringLower(fields.Digest.Span);
            string expected = string.Join(' ', lines[index++].TrimEnd().Split(' ').Take(5));
            string actual = $"{entry.Pcr} {Convert.ToHexStringLower(entry.Digest.Span)} {entry.Template} {(entry.Template == "ima" ? digest : $"{fields.Algorithm}:{digest}")} {fields.Name}";
            Assert.Equal(expected, actual);
        });
        Assert.Equal(lines.Length, index);
    }

    [Theory]
    [MemberData(nameof(Boots))]
    public void BootAggregateIsThatOfTheTpmsPcrs(string boot)
    {
        PcrValueSet pcrs = NodeBoots.Pcrs(boot, [.. Enumerable.Range(0, 10)]);
        Assert.True(ImaFields.TryRead(First(NodeBoots.Bytes(boot, "ima.bin")), out ImaFields fields, out _));
        Assert.Equal("boot_aggregate", fields.Name);
        Assert.True(ImaBootAggregate.Matches(fields, pcrs));
        pcrs.Set(PcrBank.Sha256, 3, new byte[32]);
        pcrs.Set(PcrBank.Sha1, 3, new byte[20]);
        Assert.False(ImaBootAggregate.Matches(fields, pcrs));
        Assert.Null(ImaBootAggregate.Matches(fields, new PcrValueSet()));
    }

    [Fact]
    public void AMeasuredBufferHasItsKindAndItsDigest()
    {
        var kinds = new List<ImaBufferKind>();
        Each("boot-23-ima-ng-critical-data", entry =>
        {
            Assert.True(ImaFields.TryRead(entry, out ImaFields fields, out _));
            kinds.Add(fields.BufferKind);
            if (fields.Buffer is not { } buffer)
                return;
            Assert.Equal("6.1.0-56-cloud-amd64", Encoding.ASCII.GetString(buffer.Span));
            Assert.Equal(SampleDigest(buffer), Convert.ToHexString(fields.Digest.Span));
        });
        Assert.Equal([ImaBufferKind.KernelVersion], kinds.Where(k => k != ImaBufferKind.None));
    }

    [Theory]
    [InlineData("the same software", "boot-3-sb-on-again", true)]
    [InlineData("another command line", "boot-4-cmdline", false)]
    [InlineData("another initramfs", "boot-5-initramfs", false)]
    [InlineData("one more binary", "boot-6-ima-extra-binary", false)]
    public void AListAgainstPcr10OfTheGoodBoot(string description, string boot, bool matches)
    {
        ImaPrefix found = ImaPrefixSearch.Find(NodeBoots.Bytes(boot, "ima.bin"), new ImaRun(PcrBank.Sha256), NodeBoots.Pcr(NodeBoots.Good, PcrBank.Sha256, 10));
        Assert.True(matches == found.IsGood, description);
        Assert.True(matches || found.Findings.Single().Code == ImaReasons.NoPrefix, description);
    }

    [Fact]
    public void WhatFollowsThePrefixIsUnquotedAndTheNextAppraisalContinuesThere()
    {
        byte[] list = NodeBoots.Bytes(NodeBoots.Good, "ima.bin");
        byte[] later = NodeBoots.Pcr(NodeBoots.Good, PcrBank.Sha256, 10);
        var middle = new ImaRun(PcrBank.Sha256);
        Each(NodeBoots.Good, entry =>
        {
            if (middle.Count < 20)
                middle.Add(entry);
        });
        ImaPrefix first = ImaPrefixSearch.Find(list, new ImaRun(PcrBank.Sha256), middle.Value);
        Assert.True(first.IsGood);
        Assert.Equal((20L, 27L), (first.Quoted!.Count, first.UnquotedCount));
        Assert.True(ImaRun.TryRestore(first.Quoted.Save(), out ImaRun restored, out _));
        ImaPrefix second = ImaPrefixSearch.Find(list.AsMemory((int)restored.Offset), restored, later);
        Assert.True(second.IsGood);
        Assert.Equal((47L, 0L, (long)list.Length), (second.Quoted!.Count, second.UnquotedCount, second.Quoted.Offset));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void PiecesOfAnySizeGiveTheSame(int size)
    {
        byte[] list = NodeBoots.Bytes(NodeBoots.Good, "ima.bin");
        var search = new ImaPrefixSearch(new ImaRun(PcrBank.Sha384), NodeBoots.Pcr(NodeBoots.Good, PcrBank.Sha384, 10));
        foreach (byte[] piece in list.Chunk(size))
            search.Feed(piece);
        Assert.True(search.Finish().IsGood);
    }

    private static string SampleDigest(ReadOnlyMemory<byte> data) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(data.Span));

    private static ImaEntry First(byte[] list)
    {
        int offset = 0;
        Assert.True(ImaList.TryRead(list, ref offset, out ImaEntry entry, out _));
        return entry;
    }

    private static void Each(string boot, Action<ImaEntry> visit)
    {
        byte[] list = NodeBoots.Bytes(boot, "ima.bin");
        for (int offset = 0; offset < list.Length;)
        {
            Assert.True(ImaList.TryRead(list, ref offset, out ImaEntry entry, out var error), error.ToString());
            visit(entry);
        }
    }

    private static string[] File(string boot, string file) => Encoding.UTF8.GetString(NodeBoots.Bytes(boot, file)).TrimEnd('\n').Split('\n');
}
