using System.Text;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Software;

public sealed class PcrFileTests
{
    private const string Zero = "0000000000000000000000000000000000000000000000000000000000000000";

    [Theory]
    [InlineData("quote-rsassa-sha256", 11)]
    [InlineData("quote-p256-twobanks", 7)]
    [InlineData("quote-p384-sha384", 11)]
    public void TheFileOfTpm2QuoteHoldsTheQuotedValues(string quote, int count)
    {
        Assert.True(PcrFile.TryParse(TpmVectors.Bytes($"swtpm-a/{quote}.pcrs"), out PcrValues? values, out string problem), problem);
        Assert.True(WireValue.TryParse(TpmVectors.Bytes($"swtpm-a/{quote}.attest"), out TpmsAttest? attest, out _));
        var info = (TpmsQuoteInfo)attest.Attested;
        Assert.Equal(count, values.Count);
        TpmAlgId hash = info.PcrDigest.Length == 48 ? TpmAlgId.Sha384 : TpmAlgId.Sha256;
        Assert.Equal(info.PcrDigest, values.Digest(hash, info.PcrSelect));
    }

    [Fact]
    public void TheYamlOfTpm2PcrReadIsRead()
    {
        Assert.True(PcrFile.TryParse(TpmVectors.Bytes("swtpm-a/pcrs.yaml"), out PcrValues? values, out string problem), problem);
        Assert.True(values.TryGet(TpmAlgId.Sha1, 0, out byte[]? pcr0));
        Assert.Equal("522010EEE347C9BD2D9F65A83DB7D7CD48AE8A61", Convert.ToHexString(pcr0));
        Assert.Equal(72, values.Count);
    }

    [Theory]
    [InlineData("plain", "sha256:7 " + Zero)]
    [InlineData("upper case, 0x and a comment", "# golden\nSHA256:7 0x" + Zero + " # seven\n\n")]
    [InlineData("blanks", "  sha256 : 7   " + Zero)]
    [InlineData("carriage returns", "sha256:7 " + Zero + "\r\n")]
    public void ALineIsRead(string what, string text)
    {
        _ = what;
        Assert.True(PcrFile.TryParse(Encoding.UTF8.GetBytes(text), out PcrValues? values, out string problem), problem);
        Assert.True(values.TryGet(TpmAlgId.Sha256, 7, out _));
        Assert.Equal("sha256:7", values.Selection.ToString());
    }

    [Fact]
    public void APcrAboveTwentyThreeTakesAFourthByte()
    {
        Assert.True(PcrFile.TryParse(Encoding.UTF8.GetBytes("sha256:31 " + Zero), out PcrValues? values, out string problem), problem);
        Assert.Equal([0, 0, 0, 0x80], values.Selection.Selections[0].PcrSelect);
        Assert.Equal("sha256:31", values.Selection.ToString());
    }

    [Theory]
    [InlineData("nothing", "", "no PCR value")]
    [InlineData("only a comment", "# none", "no PCR value")]
    [InlineData("unknown bank", "md5:7 00", "line 1: 'md5' is not a PCR bank")]
    [InlineData("short value", "sha256:7 00", "64 hexadecimal digits")]
    [InlineData("not hexadecimal", "sha256:7 zz00000000000000000000000000000000000000000000000000000000000000", "64 hexadecimal digits")]
    [InlineData("PCR 32", "sha256:32 " + Zero, "no PCR 32")]
    [InlineData("twice", "sha256:7 " + Zero + "\nsha256:7 " + Zero, "line 2: sha256:7 is given twice")]
    [InlineData("no bank", "7: " + Zero, "before any bank")]
    [InlineData("no colon", "sha256 " + Zero, "no ':'")]
    [InlineData("no value", "sha256:7", "a PCR number and a value")]
    public void WhatIsWrongIsSaid(string what, string text, string problem)
    {
        _ = what;
        Assert.False(PcrFile.TryParse(Encoding.UTF8.GetBytes(text), out _, out string found));
        Assert.Contains(problem, found);
    }

    [Fact]
    public void EveryTruncationOfTheBinaryFileIsRefused()
    {
        byte[] file = TpmVectors.Bytes("swtpm-a/quote-p256-twobanks.pcrs");
        for (int length = 0; length < file.Length; length++)
            Assert.False(PcrFile.TryParse(file.AsSpan(0, length), out _, out _), $"{length} bytes were accepted");
        Assert.False(PcrFile.TryParse([.. file, 0], out _, out _));
    }
}
