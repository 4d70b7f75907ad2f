using Attestation.Appraisal.EndorsementKeys;
using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Tpm;

namespace Attestation.UnitTests.Appraisal.EndorsementKeys;

/// <summary>The certificates that swtpm's own authority issued for tests/vectors/tpm, with the keys that the TPM showed.</summary>
public sealed class SwtpmCertificateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    private static EkTrust Trust
    {
        get
        {
            var builder = new EkTrustBuilder();
            builder.AddCertificates("ca-root.pem", TpmVectors.Bytes("swtpm-a/ca-root.pem"));
            builder.AddCertificates("ca-intermediate.pem", TpmVectors.Bytes("swtpm-a/ca-intermediate.pem"));
            Assert.Empty(builder.Refused);
            return builder.Build();
        }
    }

    [Theory]
    [InlineData("RSA-2048, template L-1", "swtpm-a/ek-rsa2048")]
    [InlineData("P-256, template L-2", "swtpm-a/ek-p256")]
    [InlineData("P-384, template H-3", "swtpm-a/ek-p384")]
    [InlineData("RSA-3072, template H-6", "swtpm-u-rsa3072/ek-rsa3072")]
    public void TheKeyIsVouchedForByItsOwnCertificate(string about, string key)
    {
        EkVerdict verdict = Judge(key, key);
        Assert.True(verdict.Accepted, $"{about}: {string.Join("; ", verdict.Findings)}");
        Assert.Empty(verdict.Findings);
        Assert.Equal("CN=swtpm-localca-rootca", verdict.Anchor);
        Assert.Equal(3, verdict.Chain.Count);
        Assert.Equal(Convert.ToHexStringLower(TpmVectors.Bytes(key + ".name")), verdict.Name);
        Assert.Equal(new TpmIdentity("id:00001014 (swtpm's own number has no letters)", "swtpm", "id:20191023", "2.0 level 0 revision 164", null, null) with { Manufacturer = verdict.Tpm!.Manufacturer }, verdict.Tpm);
        Assert.Equal("id:00001014", verdict.Tpm.Manufacturer);
    }

    [Theory]
    [InlineData("another kind of key of the same TPM", "swtpm-a/ek-p256", "swtpm-a/ek-p384")]
    [InlineData("another TPM of the same authority", "swtpm-a/ek-p384", "swtpm-u-rsa3072/ek-p384")]
    public void AnotherCertificateIsRefused(string about, string key, string certificate)
    {
        EkVerdict verdict = Judge(key, certificate);
        Assert.True(verdict.Findings.Select(f => f.Code).SequenceEqual([EkReasons.CertificateKey]), $"{about}: {string.Join("; ", verdict.Findings)}");
        Assert.Equal("", verdict.Anchor);
    }

    [Fact]
    public void ThePlatformCertificateIsToldAsWhatItIs()
    {
        EkVerdict verdict = EkChain.Validate(new EkEvidence(TpmVectors.Bytes("swtpm-a/ek-rsa2048.tpm2b_public"), [TpmVectors.Bytes("swtpm-a/platform.cert.der")]), Trust, Now);
        Assert.False(verdict.Accepted);
        Assert.Contains(verdict.Findings, f => f.Code == EkReasons.CertificatePlatform && f.Severity == Severity.Refuse);
    }

    [Fact]
    public void WithoutTheIntermediateItsNameAndKeyAreTold()
    {
        EkTrust rootOnly = Trust with { Intermediates = [] };
        EkVerdict verdict = EkChain.Validate(Evidence("swtpm-a/ek-p256", "swtpm-a/ek-p256"), rootOnly, Now);
        Assert.Equal("CN=swtpm-localca", verdict.Missing!.Issuer);
        Assert.Equal("ba8dacffcae3a8da3a9687a60cd0336466fcbb10", verdict.Missing.AuthorityKeyId);
        Assert.Empty(verdict.Missing.Urls);
        Assert.Equal("CN=node-a", verdict.Missing.Subject);
        EkTrust fetched = rootOnly.With([TpmVectors.Bytes("swtpm-a/ca-intermediate.pem")]);
        Assert.True(EkChain.Validate(Evidence("swtpm-a/ek-p256", "swtpm-a/ek-p256"), fetched, Now).Accepted);
    }

    [Fact]
    public void AFetchedRootIsNotTrusted()
    {
        EkTrust fetched = EkTrust.None.With([TpmVectors.Bytes("swtpm-a/ca-intermediate.pem"), TpmVectors.Bytes("swtpm-a/ca-root.pem")]);
        EkVerdict verdict = EkChain.Validate(Evidence("swtpm-a/ek-p256", "swtpm-a/ek-p256"), fetched, Now, new EkRules { AnyAuthorityIsAnchor = true });
        Assert.Equal([EkReasons.ChainMissing.Id], EkCase.Codes(verdict, refused: true));
        Assert.Equal("CN=swtpm-localca-rootca", verdict.Missing!.Issuer);
    }

    private static EkVerdict Judge(string key, string certificate) => EkChain.Validate(Evidence(key, certificate), Trust, Now);

    private static EkEvidence Evidence(string key, string certificate) =>
        new(TpmVectors.Bytes(key + ".tpm2b_public"), [TpmVectors.Bytes(certificate + ".cert.der")]);
}
