using System.Text;
using Attestation.Tpm.Software;

namespace Attestation.UnitTests.Tpm.Software;

public sealed class AttestationKeyFileTests
{
    [Theory]
    [InlineData("TPM2B_PUBLIC", "ak-p256.tpm2b_public", true)]
    [InlineData("TPMT_PUBLIC", "ak-p256.tpmt_public", true)]
    [InlineData("PEM", "ak-p256.pub.pem", false)]
    [InlineData("TPM2B_PUBLIC of an RSA key", "ak-rsassa.tpm2b_public", true)]
    [InlineData("PEM of an RSA key", "ak-rsassa.pub.pem", false)]
    public void EveryFormIsRead(string what, string file, bool withAttributes)
    {
        _ = what;
        Assert.True(AttestationKeyFile.TryParse(TpmVectors.Bytes("swtpm-a/" + file), out AttestationKey? key, out string problem), problem);
        Assert.Equal(withAttributes, key.Public is not null);
        string quote = file.Contains("rsa") ? "quote-rsassa-sha256" : "quote-p256-sha256";
        var unverified = new UnverifiedQuote(TpmVectors.Bytes($"swtpm-a/{quote}.attest"), TpmVectors.Bytes($"swtpm-a/{quote}.sig"));
        Assert.True(unverified.TryVerify(key, out _, out QuoteRefusal? refusal), refusal?.Sentence);
    }

    [Fact]
    public void ADerKeyIsRead()
    {
        Assert.True(AttestationKeyFile.TryParse(TpmVectors.Bytes("swtpm-a/ak-p384.tpm2b_public"), out AttestationKey? key, out _));
        byte[] der = PublicKeys.ToSubjectPublicKeyInfo(key.Public!)!;
        Assert.True(AttestationKeyFile.TryParse(der, out AttestationKey? bare, out string problem), problem);
        Assert.Null(bare.Public);
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("text", "this is no key")]
    [InlineData("a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("a broken PEM", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    [InlineData("half a PEM", "-----BEGIN PUBLIC KEY-----\nAAAA")]
    public void WhatIsNoKeyIsRefusedInWords(string what, string text)
    {
        _ = what;
        Assert.False(AttestationKeyFile.TryParse(Encoding.ASCII.GetBytes(text), out _, out string problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        byte[] file = TpmVectors.Bytes("swtpm-a/ak-p256.tpm2b_public");
        for (int length = 0; length < file.Length; length++)
            Assert.False(AttestationKeyFile.TryParse(file[..length], out _, out _), $"{length} bytes were accepted");
    }

    /// <summary>Found by fuzzing: a curve that .NET has never heard of is no exception.</summary>
    [Fact]
    public void AKeyOnAnUnknownCurveIsRefused()
    {
        Assert.True(AttestationKeyFile.TryParse(TpmVectors.Bytes("swtpm-a/ak-p256.tpm2b_public"), out AttestationKey? key, out _));
        byte[] der = PublicKeys.ToSubjectPublicKeyInfo(key.Public!)!;
        int curve = der.AsSpan().IndexOf(Convert.FromHexString("2A8648CE3D030107"));
        der[curve + 7] = 0x66;
        Assert.False(AttestationKeyFile.TryParse(der, out _, out string problem));
        Assert.NotEmpty(problem);
    }
}
