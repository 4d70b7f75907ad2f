using Attestation.Appraisal.EndorsementKeys;
using Attestation.Appraisal.Results;

namespace Attestation.UnitTests.Appraisal.EndorsementKeys;

/// <summary>What a sender can make a verifier do is bounded by what it can be worth.</summary>
public sealed class EkLimitsTests
{
    private static readonly EkCase Good = EkCase.Named("good-p256");

    [Fact]
    public void CertificatesBeyondTheLimitAreLeftOutAndTold()
    {
        byte[] other = EkCase.Bytes("another-root.der");
        EkEvidence evidence = Good.Evidence with { Certificates = [Good.Evidence.Certificates[0], .. Enumerable.Repeat((ReadOnlyMemory<byte>)other, EkChain.MostSent), EkCase.Bytes("intermediate.der")] };
        EkVerdict accepted = EkChain.Validate(evidence, Good.TrustedBy(), Good.Now);
        Assert.True(accepted.Accepted);
        Assert.Contains(accepted.Findings, f => f is { Code.Id: "ek.certificate.form", Severity: Severity.Warn });
        EkVerdict refused = EkChain.Validate(evidence, Good.TrustedBy() with { Intermediates = [] }, Good.Now);
        Assert.Contains(refused.Findings, f => f is { Code.Id: "ek.chain.missing", Severity: Severity.Refuse });
    }

    [Fact]
    public void ManyInOneIndexCountToo()
    {
        byte[] other = EkCase.Bytes("another-root.der");
        ReadOnlyMemory<byte> index = Enumerable.Repeat(other, 100).SelectMany(b => b).ToArray();
        EkVerdict verdict = EkChain.Validate(Good.Evidence with { Certificates = [Good.Evidence.Certificates[0], index] }, Good.TrustedBy(), Good.Now);
        Assert.True(verdict.Accepted);
        Assert.Equal(EkChain.MostSent, verdict.Findings.Count(f => f.Code.Id == "ek.chain.unused"));
    }

    [Fact]
    public void AnUnreadableOneBesideTheLeafIsOnlyTold()
    {
        EkVerdict verdict = EkChain.Validate(Good.Evidence with { Certificates = [Good.Evidence.Certificates[0], new byte[] { 0x30, 0x03, 1 }] }, Good.TrustedBy(), Good.Now);
        Assert.True(verdict.Accepted);
        Assert.Equal(["ek.certificate.form"], EkCase.Codes(verdict, refused: false));
    }
}
