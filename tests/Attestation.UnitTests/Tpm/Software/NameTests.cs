using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Software;

/// <summary>Names, qualified names and the endorsement key templates.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("ak-rsassa")]
    [InlineData("ak-rsapss")]
    [InlineData("ak-p256")]
    [InlineData("ak-p384")]
    [InlineData("ak-owner")]
    [InlineData("unrestricted")]
    [InlineData("ek-rsa2048")]
    [InlineData("ek-p256")]
    [InlineData("ek-p384")]
    public void TheNameIsTheTpms(string key) => Assert.Equal(TpmVectors.Bytes($"swtpm-a/{key}.name"), TpmName.Of(Public(key)));

    [Theory]
    [InlineData("ak-rsassa", "ek-rsa2048")]
    [InlineData("ak-rsapss", "ek-rsa2048")]
    [InlineData("ak-p256", "ek-p256")]
    [InlineData("ak-p384", "ek-p384")]
    public void TheQualifiedNameIsTheTpms(string key, string parent)
    {
        byte[] parentName = TpmName.Qualified(TpmName.Of(TpmRh.Endorsement), Public(parent));
        Assert.Equal(TpmVectors.Bytes($"swtpm-a/{key}.qname"), TpmName.Qualified(parentName, Public(key)));
    }

    [Theory]
    [InlineData("L-1", "ek-rsa2048")]
    [InlineData("L-2", "ek-p256")]
    [InlineData("H-3", "ek-p384")]
    public void ATemplateWithTheKeyOfTheTpmIsItsPublicArea(string id, string key)
    {
        EkTemplate template = EkTemplates.All.Single(t => t.Id == id);
        TpmtPublic? found = PublicKeys.WithKey(template.Public, PublicKeys.ToSubjectPublicKeyInfo(Public(key)));
        Assert.Equal(TpmVectors.Bytes($"swtpm-a/{key}.tpmt_public"), WireValue.Encode(found!));
    }

    /// <summary>Policy A, B and C as the EK Credential Profile prints them, clauses B.6.2 to B.6.5 (first and last bytes).</summary>
    [Theory]
    [InlineData("A SHA-256", TpmAlgId.Sha256, "837197674484b3f8", "3767e2edd43ff45a", "ca3d0a99a2b93906", "89d19b5071c0b7a0")]
    [InlineData("A SHA-384", TpmAlgId.Sha384, "8bbf2266537c171c", "d6032ce61f2fb3c2", "b26e7d28d11a50bc", "0f9fc000f3f80e12")]
    [InlineData("A SHA-512", TpmAlgId.Sha512, "1e3b76502c8a1425", "589ee1e146544716", "b8221ca69e8550a4", "6db5b6071af99bea")]
    public void ThePoliciesAreTheProfiles(string what, TpmAlgId hash, string a, string c, string b, string bEnd)
    {
        _ = what;
        Assert.StartsWith(a, Convert.ToHexStringLower(EkTemplates.PolicyA(hash)));
        Assert.StartsWith(c, Convert.ToHexStringLower(EkTemplates.PolicyC(hash)));
        Assert.StartsWith(b, Convert.ToHexStringLower(EkTemplates.PolicyB(hash)));
        Assert.EndsWith(bEnd, Convert.ToHexStringLower(EkTemplates.PolicyB(hash)));
    }

    [Fact]
    public void OnlyTheLowRangeNeedsItsPolicy()
    {
        Assert.Equal(["L-1", "L-2"], EkTemplates.All.Where(t => t.NeedsPolicy).Select(t => t.Id));
        Assert.Equal(9, EkTemplates.All.Select(t => t.CertificateIndex).Distinct().Count());
    }

    [PublicVectorTheory("09-tpm/keylime")]
    [InlineData("test_tpm2b_public_from_pubkey_rsa", "test_rsa_cert_bytes", "correct_rsa_obj", "L-1")]
    [InlineData("test_tpm2b_public_from_pubkey_ec", "test_ec_cert_bytes", "correct_ec_obj", "L-2")]
    public void ThePublicAreaOfACertifiedEndorsementKeyIsFoundAgain(string test, string certificate, string expected, string id)
    {
        JsonElement data = Case(test);
        using X509Certificate2 ek = X509CertificateLoader.LoadCertificate(Convert.FromHexString(data.GetProperty(certificate).GetString()!));
        TpmtPublic? area = PublicKeys.WithKey(EkTemplates.All.Single(t => t.Id == id).Public, ek.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal(data.GetProperty(expected).GetString(), Convert.ToHexStringLower(WireValue.EncodeSized(area!)));
    }

    [PublicVectorFact("09-tpm/keylime")]
    public void TheNameOfAPublicVectorIsReproduced()
    {
        JsonElement data = Case("test_get_tpm2b_public_name");
        Assert.True(WireValue.TryParseSized(Convert.FromHexString(data.GetProperty("test_pub").GetString()!), out TpmtPublic? area, out WireError error), error.Sentence);
        Assert.Equal(data.GetProperty("test_pub_correct_name").GetString(), Convert.ToHexStringLower(TpmName.Of(area)));
    }

    [PublicVectorFact("09-tpm/keylime")]
    public void TheClockOfAPublicAttestationIsRead()
    {
        JsonElement data = Case("test_unmarshal_tpms_attest");
        Assert.True(WireValue.TryParse(Convert.FromHexString(data.GetProperty("tpms_attest").GetString()!), out TpmsAttest? attest, out WireError error), error.Sentence);
        Assert.Equal(new TpmsClockInfo(1284787942, 3, 0, true), attest.ClockInfo);
        Assert.Equal("4169354d35536a596a6e6b797634503769744831", Convert.ToHexStringLower(attest.ExtraData));
    }

    private static JsonElement Case(string test)
    {
        using JsonDocument document = JsonDocument.Parse(PublicVectors.Text("09-tpm/keylime/tpm2_objects.json"));
        return document.RootElement.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("test").GetString() == test).GetProperty("data").Clone();
    }

    private static TpmtPublic Public(string name)
    {
        Assert.True(WireValue.TryParse(TpmVectors.Bytes($"swtpm-a/{name}.tpmt_public"), out TpmtPublic? area, out WireError error), error.Sentence);
        return area;
    }
}
