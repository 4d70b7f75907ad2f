using System.Security.Cryptography;
using System.Text;
using Attestation.Appraisal.EndorsementKeys;

namespace Attestation.UnitTests.Appraisal.EndorsementKeys;

public sealed class EkTrustBuilderTests
{
    [Fact]
    public void PemDerAndSeveralInOneFileAreTaken()
    {
        var builder = new EkTrustBuilder();
        builder.AddCertificates("bundle.pem", Encoding.ASCII.GetBytes($"text\n{Pem("root.der")}\nmore text\n{Pem("intermediate.der")}\n"));
        builder.AddCertificates("both.der", (byte[])[.. EkCase.Bytes("another-root.der"), .. EkCase.Bytes("sub-ca.der"), .. new byte[20]]);
        EkTrust trust = builder.Build();
        Assert.Empty(builder.Refused);
        Assert.Equal(["bundle.pem", "both.der"], trust.Roots.Select(a => a.Source));
        Assert.Equal(["bundle.pem", "both.der"], trust.Intermediates.Select(a => a.Source));
    }

    [Fact]
    public void ABadCertificateDoesNotHideTheOthers()
    {
        var builder = new EkTrustBuilder();
        byte[] broken = EkCase.Bytes("intermediate.der");
        broken[20] ^= 0x40;
        builder.AddCertificates("bundle.der", (byte[])[.. EkCase.Bytes("root.der"), .. broken, .. EkCase.Bytes("good-p256.der"), .. EkCase.Bytes("another-root.der")]);
        Assert.Equal(2, builder.Build().Roots.Count);
        Assert.Equal([("[1]", "ek.trust.form"), ("[2]", "ek.trust.not-ca")], builder.Refused.Select(r => (r.Error.Path, r.Error.Code.Id)));
        Assert.NotNull(builder.Refused[0].Cause);
    }

    [Fact]
    public void TheSameCertificateTwiceIsOne()
    {
        var builder = new EkTrustBuilder();
        builder.AddCertificates("a", EkCase.Bytes("root.der"));
        builder.AddCertificates("b", Encoding.ASCII.GetBytes(Pem("root.der")));
        Assert.Equal("a", Assert.Single(builder.Build().Roots).Source);
        Assert.Empty(builder.Refused);
    }

    [Theory]
    [InlineData("empty", "")]
    [InlineData("text", "README: roots of vendors")]
    [InlineData("a key", "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n")]
    public void AnythingElseIsNamed(string about, string content)
    {
        var builder = new EkTrustBuilder();
        builder.AddCertificates(about, Encoding.ASCII.GetBytes(content));
        EkTrustRefusal refusal = Assert.Single(builder.Refused);
        Assert.Equal((about, "ek.trust.form"), (refusal.Name, refusal.Error.Code.Id));
    }

    [Theory]
    [InlineData("a line end", "0a")]
    [InlineData("padding", "ffffffff")]
    [InlineData("nothing", "")]
    public void WhatVendorsPutBehindACertificateIsLeftAway(string about, string tail)
    {
        var builder = new EkTrustBuilder();
        builder.AddCertificates(about, (byte[])[.. EkCase.Bytes("root.der"), .. Convert.FromHexString(tail)]);
        Assert.Empty(builder.Refused);
        Assert.Empty(Assert.Single(builder.Build().Roots).Certificate.Deviations);
    }

    [Fact]
    public void ABundleOfPkcs7IsTaken()
    {
        byte[] bundle = OpenSslBundle("root.der", "intermediate.der");
        foreach (byte[] form in (byte[][])[bundle, Encoding.ASCII.GetBytes(PemEncoding.WriteString("PKCS7", bundle))])
        {
            var builder = new EkTrustBuilder();
            builder.AddCertificates("vendor.p7b", form);
            Assert.Empty(builder.Refused);
            Assert.Single(builder.Build().Roots);
            Assert.Single(builder.Build().Intermediates);
        }
    }

    private static byte[] OpenSslBundle(params string[] names)
    {
        string pem = string.Concat(names.Select(name => Pem(name) + "\n"));
        using var folder = new TemporaryFolder();
        Dice.OpenSsl.Run($"crl2pkcs7 -nocrl -certfile {{0}} -outform DER -out {folder["bundle.p7b"]}", Encoding.ASCII.GetBytes(pem));
        return File.ReadAllBytes(folder["bundle.p7b"]);
    }

    private static string Pem(string name) => PemEncoding.WriteString("CERTIFICATE", EkCase.Bytes(name));
}
