using System.Security.Cryptography;
using System.Text;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Formats.Ima;

namespace Attestation.UnitTests.Appraisal.Nodes.Ima;

public sealed class ImaReferencesTests
{
    private static readonly bool[] All = [true];

    [Fact]
    public void EveryValueIsFoundAndNoOtherOne()
    {
        ImaReferences references = SampleIma.References(b =>
        {
            for (int i = 0; i < 5000; i++)
                b.Add(i % 10 == 0 ? null : $"/usr/lib/{i}", ImaHash.Sha256, Digest(i), SampleIma.Source);
        });
        byte kind = ImaReferences.Kind(ImaHash.Sha256, verity: false);
        for (int i = 0; i < 5000; i++)
        {
            Assert.Equal(i, references.Find(kind, Digest(i), Encoding.UTF8.GetBytes(i % 10 == 0 ? "/anywhere" : $"/usr/lib/{i}"), All));
            Assert.Equal(i, references.FindDigest(kind, Digest(i), All));
            Assert.True(i % 10 == 0 || references.Find(kind, Digest(i), "/elsewhere"u8, All) < 0);
            Assert.True(references.Find(kind, Digest(i + 5000), Encoding.UTF8.GetBytes($"/usr/lib/{i}"), All) < 0);
        }
        Assert.True(references.Find(ImaReferences.Kind(ImaHash.Sha256, verity: true), Digest(1), "/usr/lib/1"u8, All) < 0);
    }

    [Fact]
    public void OneDigestUnderManyPathsIsFoundUnderEach()
    {
        ImaReferences references = SampleIma.References(b =>
        {
            for (int i = 0; i < 20_000; i++)
                b.Add($"/usr/lib/{i}/empty", ImaHash.Sha256, Digest(0), SampleIma.Source);
        });
        for (int i = 0; i < 20_000; i++) // in linear time: the path is part of what is looked up
            Assert.Equal(i, references.Find(ImaReferences.Kind(ImaHash.Sha256, false), Digest(0), Encoding.UTF8.GetBytes($"/usr/lib/{i}/empty"), All));
    }

    [Fact]
    public void ALookUpAllocatesNothing()
    {
        ImaReferences references = SampleIma.References("/init");
        byte[] digest = SampleIma.Hash("/init"), path = "/init"u8.ToArray();
        byte kind = ImaReferences.Kind(ImaHash.Sha256, false);
        references.Find(kind, digest, path, All);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            references.Find(kind, digest, path, All);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void AValueThatCountsIsPreferred()
    {
        var over = new ImaSource("over", "Example");
        ImaReferences references = SampleIma.References(b =>
        {
            b.Add("/a", ImaHash.Sha256, Digest(1), over);
            b.Add(null, ImaHash.Sha256, Digest(1), SampleIma.Source);
        });
        bool[] counts = [.. references.Sources.Select(s => s != over)];
        Assert.Equal(1, references.Find(ImaReferences.Kind(ImaHash.Sha256, false), Digest(1), "/a"u8, counts));
    }

    [Theory]
    [InlineData("a short digest", ImaHash.Sha256, 31)]
    [InlineData("an unknown hash", ImaHash.Unknown, 32)]
    public void AValueThatCouldNeverMatchIsNotTaken(string description, ImaHash hash, int size)
    {
        var builder = new ImaReferencesBuilder();
        Assert.False(builder.Add("/a", hash, new byte[size], SampleIma.Source), description);
        Assert.Equal(0, builder.Build().Count);
    }

    [Theory]
    [InlineData("text", "%  /bin/sh\n", "/bin/sh")]
    [InlineData("binary", "% */bin/sh", "/bin/sh")]
    [InlineData("a line of Windows", "%  /bin/sh\r\n", "/bin/sh")]
    [InlineData("escaped", "\\%  /a\\\\b\\nc\n", "/a\\b\nc")]
    [InlineData("spaces in the path", "%  /a b  c\n", "/a b  c")]
    public void ALineOfSha256sumIsAValue(string description, string line, string path)
    {
        var builder = new ImaReferencesBuilder();
        byte[] file = Encoding.UTF8.GetBytes("# sums\n\n" + line.Replace("%", Convert.ToHexString(Digest(7)), StringComparison.Ordinal));
        Assert.True(Sha256Sums.TryAdd(builder, file, SampleIma.Source, out _), description);
        ImaReferences references = builder.Build();
        Assert.Equal(0, references.Find(ImaReferences.Kind(ImaHash.Sha256, false), Digest(7), Encoding.UTF8.GetBytes(path), All));
    }

    private static byte[] Digest(int i) => SHA256.HashData(BitConverter.GetBytes(i));
}
