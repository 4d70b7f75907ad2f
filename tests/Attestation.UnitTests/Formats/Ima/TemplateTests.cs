using System.Text;
using Attestation.Formats.Ima;

namespace Attestation.UnitTests.Formats.Ima;

public sealed class TemplateTests
{
    private static readonly byte[] Digest = new byte[32];
    private static readonly byte[] Name = SampleList.Field(Encoding.UTF8.GetBytes("/bin/a b\0"));
    private static readonly byte[] V1 = SampleList.Field([.. "sha256:\0"u8, .. Digest]);
    private static readonly byte[] V2 = SampleList.Field([.. "verity:sha256:\0"u8, .. Digest]);
    private static readonly byte[] Sig = SampleList.Field([3, 2, 4, 0xAA, 0xBB, 0xCC, 0xDD, 0, 2, 9, 9]);

    public static TheoryData<string, string, byte[]> Known => new()
    {
        { "file digest and name", "ima-ng", [.. V1, .. Name] },
        { "version 2 digest", "ima-ngv2", [.. V2, .. Name] },
        { "signature", "ima-sig", [.. V1, .. Name, .. Sig] },
        { "no signature", "ima-sig", [.. V1, .. Name, .. SampleList.Field([])] },
        { "version 2 digest and signature", "ima-sigv2", [.. V2, .. Name, .. Sig] },
        { "buffer", "ima-buf", [.. V1, .. Name, .. SampleList.Field([1, 2])] },
        { "appended signature", "ima-modsig", [.. V1, .. Name, .. SampleList.Field([]), .. V1, .. SampleList.Field([5])] },
        { "a format written out", "d-ng|n-ng|buf", [.. V1, .. Name, .. SampleList.Field([1])] },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void AKnownTemplateGivesItsFields(string description, string template, byte[] data)
    {
        ImaEntry entry = Read(template, data);
        Assert.True(ImaFields.TryRead(entry, out ImaFields fields, out var error), $"{description}: {error}");
        Assert.Equal(("sha256", "/bin/a b"), (fields.Algorithm, fields.Name));
        Assert.Equal(Digest, fields.Digest.ToArray());
        Assert.Equal(template.Contains("v2") ? "verity" : "", fields.DigestType);
        Assert.Equal(data.AsSpan().IndexOf(Sig) >= 0, fields.Signature is not null);
    }

    [Fact]
    public void ASignatureNamesItsKey()
    {
        Assert.True(ImaFields.TryRead(Read("ima-sig", [.. V1, .. Name, .. Sig]), out ImaFields fields, out _));
        Assert.Equal("AABBCCDD", Convert.ToHexString(fields.Signature!.KeyId.Span));
        Assert.Equal([9, 9], fields.Signature.Signature.ToArray());
    }

    [Fact]
    public void AnUnknownTemplateGivesItsFieldsWithoutNames()
    {
        Assert.True(ImaFields.TryRead(Read("vendor", [.. V1, .. Name]), out ImaFields fields, out _));
        Assert.Equal(2, fields.All.Count);
        Assert.All(fields.All, f => Assert.Equal("", f.Name));
    }

    [Theory]
    [InlineData("a field too few", "ima-ng", "0100000000")]
    [InlineData("a digest without a name", "ima-ng", "020000003a00" + "0100000000")]
    [InlineData("a name without its NUL", "ima-ng", "050000007368613a00" + "0100000041")]
    [InlineData("a field longer than the data", "vendor", "ffffffff00")]
    [InlineData("a byte behind the last field", "ima-ng", "050000007368613a00" + "0100000000" + "00")]
    public void FieldsThatDoNotFitAreRefused(string description, string template, string hex)
    {
        Assert.False(ImaFields.TryRead(Read(template, Convert.FromHexString(hex)), out _, out var error), description);
        Assert.Equal("ima.fields", error.Code.Id);
    }

    private static ImaEntry Read(string template, byte[] data)
    {
        int offset = 0;
        Assert.True(ImaList.TryRead(SampleList.Entry(10, template, data), ref offset, out ImaEntry entry, out var error), error.ToString());
        Assert.True(entry.DigestIsOverData());
        return entry;
    }
}
