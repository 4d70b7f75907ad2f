using System.Security.Cryptography;
using System.Text;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.UnitTests.Formats.Ima;

namespace Attestation.UnitTests.Appraisal.Nodes.Ima;

/// <summary>
/// Every byte of a good list changed in turn, under the quote of the good list: refused. What the PCR does not cover is a template's name and the
/// list's own digest; they must fit the data.
/// </summary>
public sealed class EveryByteOfAListTests
{
    private static readonly byte[] Digest = SampleIma.Hash("/bin/tool");
    private static readonly byte[] Content = "content"u8.ToArray();
    private static readonly byte[] Name = SampleList.Field("/bin/tool\0"u8.ToArray());
    private static readonly byte[] Attribute = SampleList.Field([3, 2, 4, 1, 2, 3, 4, 0, 3, 9, 9, 9]);

    private static readonly ImaReferences Known = SampleIma.References(b =>
    {
        b.Add("/bin/tool", ImaHash.Sha256, Digest, SampleIma.Source);
        b.Add("/bin/tool", ImaHash.Sha256, Digest, SampleIma.Source, verity: true);
        b.Add("/bin/tool", ImaHash.Sha1, Digest.AsSpan(0, 20), SampleIma.Source);
        b.Add("kernel_version", ImaHash.Sha256, SHA256.HashData(Content), SampleIma.Source);
    });

    public static TheoryData<string, byte[]> Entries => new()
    {
        { "ima", SampleIma.Old(Digest[..20], "/bin/tool") },
        { "ima-ng", SampleList.Entry(10, "ima-ng", SampleList.Ng("sha256", Digest, "/bin/tool")) },
        { "ima-ngv2", SampleList.Entry(10, "ima-ngv2", SampleList.Ng("ima:sha256", Digest, "/bin/tool")) },
        { "ima-ngv2, verity", SampleList.Entry(10, "ima-ngv2", SampleList.Ng("verity:sha256", Digest, "/bin/tool")) },
        { "ima-sig", SampleList.Entry(10, "ima-sig", [.. SampleList.Ng("sha256", Digest, "/bin/tool"), .. Attribute]) },
        { "ima-sig without a signature", SampleList.Entry(10, "ima-sig", [.. SampleList.Ng("sha256", Digest, "/bin/tool"), .. SampleList.Field([])]) },
        { "ima-sigv2", SampleList.Entry(10, "ima-sigv2", [.. SampleList.Ng("ima:sha256", Digest, "/bin/tool"), .. Attribute]) },
        { "ima-buf", SampleIma.Buffer("kernel_version", Content) },
        { "ima-modsig", SampleList.Entry(10, "ima-modsig", [.. SampleList.Ng("sha256", Digest, "/bin/tool"), .. Attribute, .. SampleList.Field([.. "sha256:\0"u8, .. Digest]), .. SampleList.Field([5, 6])]) },
        { "evm-sig", SampleList.Entry(10, "evm-sig", [.. SampleList.Ng("sha256", Digest, "/bin/tool"), .. Attribute, .. Fields(6)]) },
        { "a format written out", SampleList.Entry(10, "d-ng|n-ng|sig", [.. SampleList.Ng("sha256", Digest, "/bin/tool"), .. Attribute]) },
        { "d-modsig written out", SampleList.Entry(10, "d-ng|d-modsig|n-ng", [.. SampleList.Field([.. "sha256:\0"u8, .. Digest]), .. SampleList.Field([]), .. Name]) },
        { "a violation", SampleIma.Violation("/excluded") },
    };

    [Theory]
    [MemberData(nameof(Entries))]
    public void AChangedByteIsRefused(string description, byte[] entry)
    {
        ImaEvidence good = Evidence(entry);
        Assert.Equal((description, ""), (description, string.Join(' ', SampleIma.Codes(ImaAppraisal.Judge(good)))));
        Assert.Equal(2, ImaAppraisal.Judge(good).Judged);
        byte[] list = good.List.ToArray();
        for (int i = 0; i < list.Length; i++)
        {
            foreach (byte change in new byte[] { 0x01, 0x20, 0x80 })
            {
                list[i] ^= change;
                Assert.False(ImaAppraisal.Judge(good with { List = list }).IsAccepted, $"{description}: byte {i} ^ {change:x2}");
                list[i] ^= change;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void ACutOrALongerListIsRefusedOrHasAnUnquotedRest(string description, byte[] entry)
    {
        ImaEvidence good = Evidence(entry);
        for (int length = 0; length < good.List.Length; length++)
            Assert.False(ImaAppraisal.Judge(good with { List = good.List[..length] }).IsAccepted, $"{description}: {length} bytes");
        Assert.False(ImaAppraisal.Judge(good with { List = (byte[])[.. good.List.Span, 0] }).IsAccepted, description);
        ImaVerdict longer = ImaAppraisal.Judge(good with { List = (byte[])[.. good.List.Span, .. SampleIma.File("/implant")] });
        Assert.Equal((true, 1L), (longer.IsAccepted, longer.Unquoted));
    }

    private static ImaEvidence Evidence(byte[] entry) => SampleIma.Evidence(Known, entry) with
    {
        Required = false, // a violation alone is nothing that could be compared
        Policy = new() { Violations = ["/excluded"], MinimumHash = entry.AsSpan().IndexOf("sha256"u8) < 0 ? ImaHash.Sha1 : ImaHash.Sha256 },
    };

    private static byte[] Fields(int count) => [.. Enumerable.Range(0, count).SelectMany(i => SampleList.Field([(byte)i, 1]))];
}
