using Attestation.Appraisal.EndorsementKeys;
using Attestation.Formats.X509;

namespace Attestation.UnitTests.Appraisal.EndorsementKeys;

/// <summary>Real vendors' authorities and endorsement key certificates: keylime's store, Infineon's and Google's samples.</summary>
public sealed class VendorCertificateTests
{
    private const string Store = "09-tpm/keylime/tpm_cert_store";
    private const string Google = "09-tpm/go-tpm-tools";

    private static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    [PublicVectorFact(Store)]
    public void EveryAuthorityOfKeylimesStoreIsTaken()
    {
        EkTrust trust = Trust(Store, out int files);
        Assert.Equal(51, files);
        Assert.Equal(45, trust.Roots.Count + trust.Intermediates.Count); // six of the 51 files are there under two names
        EkAuthority[] nuvoton = [.. trust.Roots.Where(root => root.Source.StartsWith("NUVO", StringComparison.Ordinal) || root.Source.StartsWith("NTC", StringComparison.Ordinal))];
        Assert.Equal(7, nuvoton.Length);
        Assert.All(nuvoton, root => Assert.Contains(root.Certificate.Deviations, note => note.Dialect == Dialect.SetOrder));
    }

    [PublicVectorTheory("09-tpm/keylime/ek")]
    [InlineData("RSA", "infineon_ek_rsa.der", "OptigaRsaMfrCA035", "ce77153b6e110ca4ae2971a09851ef499326202a")]
    [InlineData("ECC", "infineon_ek_ec.der", "OptigaEccMfrCA035", "36598f22ec84c3c4f640d21c167d0b91137b90a4")]
    public void OfInfineonsSamplesTheMissingAuthorityIsNamed(string about, string file, string authority, string keyId)
    {
        EkVerdict verdict = EkChain.ValidateCertificates([PublicVectors.Bytes("09-tpm/keylime/ek/" + file)], Trust(Store, out _), Now);
        Assert.True(EkCase.Codes(verdict, refused: true).SequenceEqual(["ek.chain.missing"]), $"{about}: {string.Join("; ", verdict.Findings)}");
        Assert.Equal(keyId, verdict.Missing!.AuthorityKeyId);
        Assert.Equal([$"http://pki.infineon.com/{authority}/{authority}.crt"], verdict.Missing.Urls);
        Assert.Equal(new TpmIdentity("id:49465800 (IFX)", "SLB 9670 TPM2.0", "id:073f", "2.0 level 0 revision 116", null, null), verdict.Tpm);
    }

    [PublicVectorTheory(Google)]
    [InlineData("with the profile's extensions", "uca_tpm_rsa_enc_cert.pem", false, "")]
    [InlineData("with the profile's extensions, ECC", "uca_tpm_ecc_enc_cert.pem", false, "")]
    [InlineData("without extended key usage", "pca_tpm_rsa_enc_cert.pem", false, "ek.certificate.purpose")]
    [InlineData("without extended key usage, allowed", "pca_tpm_rsa_enc_cert.pem", true, "")]
    [InlineData("without extended key usage, allowed, ECC", "pca_tpm_ecc_enc_cert.pem", true, "")]
    [InlineData("an attestation key's, allowed without purpose", "pca_tpm_rsa_sign_cert.pem", true, "ek.certificate.key-usage")]
    public void GooglesCertificatesChainToGooglesRoots(string about, string file, bool unstated, string refused)
    {
        Assert.True(CertificateBundle.TryCut(PublicVectors.Bytes($"{Google}/certificates/{file}"), out var certificates, out _));
        EkVerdict verdict = EkChain.ValidateCertificates(certificates, Trust(Google + "/ca-certs", out _), Now, new EkRules { AllowUnstatedPurpose = unstated });
        string found = string.Join(' ', EkCase.Codes(verdict, refused: true));
        Assert.True(found == refused, $"{about}: {string.Join("; ", verdict.Findings)}");
        Assert.Equal(3, verdict.Chain.Count);
    }

    [PublicVectorFact("09-tpm/go-attestation")]
    public void PlatformAttributeCertificatesAreToldAsSuch()
    {
        string[] files = [.. PublicVectors.Files("09-tpm/go-attestation/attributecert", "*.cer").Where(f => !f.Contains("SigningKey", StringComparison.Ordinal))];
        Assert.Equal(12, files.Length);
        Assert.All(files, file => Assert.Equal(
            ["ek.certificate.platform"], EkCase.Codes(EkChain.ValidateCertificates([File.ReadAllBytes(file)], EkTrust.None, Now), refused: true)));
    }

    private static EkTrust Trust(string folder, out int files)
    {
        var builder = new EkTrustBuilder();
        string[] names = [.. PublicVectors.Files(folder)];
        foreach (string name in names)
            builder.AddCertificates(Path.GetFileName(name), File.ReadAllBytes(name));
        Assert.Empty(builder.Refused);
        files = names.Length;
        return builder.Build();
    }
}
