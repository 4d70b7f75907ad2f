using Attestation.Appraisal.EndorsementKeys;

namespace Attestation.UnitTests.Appraisal.EndorsementKeys;

/// <summary>One bit of each byte of a good chain flipped in turn: refused, or shown not to matter.</summary>
public sealed class EveryByteOfAChainTests
{
    private static readonly EkCase Good = EkCase.Named("intermediate-sent");

    [Theory]
    [InlineData("the endorsement key's certificate", 0)]
    [InlineData("the intermediate", 1)]
    public void AChangedCertificateIsRefused(string about, int certificate)
    {
        EkEvidence evidence = Good.Evidence;
        EkTrust trust = Good.TrustedBy();
        byte[] changed = [.. evidence.Certificates[certificate].Span];
        var accepted = new List<int>();
        for (int i = 0; i < changed.Length; i++)
        {
            changed[i] ^= 1;
            ReadOnlyMemory<byte>[] sent = [.. evidence.Certificates];
            sent[certificate] = changed;
            if (EkChain.Validate(evidence with { Certificates = sent }, trust, Good.Now).Accepted)
                accepted.Add(i);
            changed[i] ^= 1;
        }
        Assert.True(accepted.Count == 0, $"{about}: accepted with a change at {string.Join(", ", accepted)}");
    }

    [Fact]
    public void AChangedPublicAreaIsRefusedOrOnlyItsTemplateIsUnknown()
    {
        EkEvidence evidence = Good.Evidence;
        EkTrust trust = Good.TrustedBy();
        byte[] changed = [.. evidence.EkPublic.Span];
        for (int i = 0; i < changed.Length; i++)
        {
            changed[i] ^= 1;
            EkVerdict verdict = EkChain.Validate(evidence with { EkPublic = changed }, trust, Good.Now);
            if (verdict.Accepted)
            {
                // The certificate vouches for the key alone. Attributes and policy are the TPM's word, told as an unknown template; the name differs.
                Assert.Contains("ek.public.template", EkCase.Codes(verdict, refused: false));
                Assert.NotEqual(Good.Judge().Name, verdict.Name);
            }
            changed[i] ^= 1;
        }
    }

    [Fact]
    public void WithoutAChangeItIsAccepted() => Assert.True(Good.Judge().Accepted);
}
