using System.Security.Cryptography;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.UnitTests.Formats.Ima;

namespace Attestation.UnitTests.Appraisal.Nodes.Ima;

/// <summary>Lists as large as evidence may be, and lists made to be expensive.</summary>
public sealed class LargeListTests
{
    private const int Most = 64 << 20;

    [Fact]
    public void SixtyFourMebibytesStreamInTheMemoryOfOnePiece()
    {
        byte[] block = Block(1000);
        var search = new ImaPrefixSearch(new ImaRun(PcrBank.Sha256), new byte[31]);
        search.Feed(SampleIma.BootAggregate);
        search.Feed(block.AsMemory(0, 7)); // from here on every piece ends inside an entry
        byte[] shifted = [.. block[7..], .. block[..7]];
        search.Feed(shifted);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int pieces = 0;
        for (long fed = 0; fed < Most; fed += shifted.Length, pieces++)
            search.Feed(shifted);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        search.Feed(block.AsMemory(7));
        Assert.Equal(1 + 1000L * (pieces + 2), search.Finish().Last.Count);
    }

    [Fact]
    public void AWholeListOfStrangersMakesGarbageInProportion()
    {
        byte[] block = Block(1000);
        byte[] list = [.. SampleIma.BootAggregate, .. Enumerable.Repeat(block, 100).SelectMany(b => b)];
        ImaEvidence evidence = new() { List = list, Pcrs = SampleIma.Quoted(list), References = SampleIma.References("/init"), Policy = new NodeImaPolicy { Exclude = ["/usr/*", "/usr/**/x"] }, Now = SampleIma.Now };
        long before = GC.GetAllocatedBytesForCurrentThread();
        ImaVerdict verdict = ImaAppraisal.Judge(evidence);
        long garbage = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((ImaFindings.MaxListed, 100_000L - ImaFindings.MaxListed), (verdict.Findings.Count, verdict.Unlisted.Values.Single()));
        Assert.InRange(garbage, 0, list.Length);
        Assert.Equal(100_001, verdict.Judged);
    }

    [Fact]
    public void WrongSignaturesAreVerifiedSomeHundredTimesAndGoodOnesOncePerFile()
    {
        ImaReferences references = SampleIma.References(b => b.AddSigner(Formats.TestKeys.P256.PublicKey, SampleIma.Source));
        byte[] wrong = [3, 2, 4, .. references.Signers[0].KeyId.Span, 0, 2, 9, 9], strange = [3, 2, 4, 0, 0, 0, 0, 0, 2, 9, 9];
        byte[] digest = SampleIma.Hash("tool");
        byte[] signature = Formats.TestKeys.P256.SignForX509([3, 4, .. digest]);
        byte[] good = [3, 3, 4, .. references.Signers[0].KeyId.Span, (byte)(signature.Length >> 8), (byte)signature.Length, .. signature];
        byte[][] entries =
        [
            .. Enumerable.Range(0, 2000).Select(i => SampleIma.Signed($"/strange/{i}", SampleIma.Hash($"s{i}"), strange)),
            .. Enumerable.Range(0, 300).Select(i => SampleIma.Signed($"/good/{i}", digest, good)), // after any number of strangers
            .. Enumerable.Range(0, 600).Select(i => SampleIma.Signed($"/wrong/{i}", SampleIma.Hash($"w{i}"), wrong)),
        ];
        ImaVerdict verdict = ImaAppraisal.Judge(SampleIma.Evidence(references, entries));
        Assert.Equal(300, verdict.BySigner);
        Assert.Equal((2000L, 500L, 100L), (Count(verdict, "ima.signer"), Count(verdict, "ima.signature-wrong"), Count(verdict, "ima.signature-limit")));
    }

    private static long Count(ImaVerdict verdict, string reason) =>
        verdict.Findings.Count(f => f.Code.Id == reason) + verdict.Unlisted.Where(u => u.Key.Id == reason).Sum(u => u.Value);

    private static byte[] Block(int entries) =>
        [.. Enumerable.Range(0, entries).SelectMany(i => SampleList.Entry(10, "ima-ng", SampleList.Ng("sha256", SHA256.HashData(BitConverter.GetBytes(i)), $"/usr/share/a-directory-name-of-some-length/another-one/file-{i}.so.6")))];
}
