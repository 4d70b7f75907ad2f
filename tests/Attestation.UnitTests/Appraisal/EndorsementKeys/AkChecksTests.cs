using Attestation.Appraisal.EndorsementKeys;
using Attestation.Appraisal.Results;
using Attestation.Tpm.Wire;
using Attestation.UnitTests.Tpm;

namespace Attestation.UnitTests.Appraisal.EndorsementKeys;

public sealed class AkChecksTests
{
    [Theory]
    [InlineData("RSASSA", "ak-rsassa")]
    [InlineData("RSAPSS", "ak-rsapss")]
    [InlineData("ECDSA P-256", "ak-p256")]
    [InlineData("ECDSA P-384", "ak-p384")]
    [InlineData("under the storage root key", "ak-owner")]
    public void AGoodKeyHasNoFinding(string about, string key)
    {
        AkVerdict verdict = AkChecks.Of(TpmVectors.Bytes($"swtpm-a/{key}.tpm2b_public"));
        Assert.True(verdict.Findings.Count == 0, $"{about}: {string.Join("; ", verdict.Findings)}");
        Assert.Equal(Convert.ToHexStringLower(TpmVectors.Bytes($"swtpm-a/{key}.name")), verdict.Name);
    }

    [Theory]
    [InlineData("an unrestricted key", "unrestricted", "tpm.ak.not-restricted")]
    [InlineData("the endorsement key", "ek-p256", "tpm.ak.not-signing tpm.ak.decrypts tpm.ak.policy tpm.ak.scheme")]
    public void AnotherKeyIsToldInAllItsPoints(string about, string key, string codes)
    {
        AkVerdict verdict = AkChecks.Of(TpmVectors.Bytes($"swtpm-a/{key}.tpm2b_public"));
        Assert.False(verdict.Accepted, about);
        string[] found = [.. verdict.Findings.Select(f => f.Code.Id)];
        Assert.True(codes.Split(' ').All(found.Contains), $"{about}: {string.Join(' ', found)}");
    }

    [Theory]
    [InlineData("restricted", TpmaObject.Restricted, "tpm.ak.not-restricted")]
    [InlineData("sign", TpmaObject.SignEncrypt, "tpm.ak.not-signing")]
    [InlineData("fixedTPM", TpmaObject.FixedTpm, "tpm.ak.not-fixed")]
    [InlineData("fixedParent", TpmaObject.FixedParent, "tpm.ak.not-fixed")]
    [InlineData("sensitiveDataOrigin", TpmaObject.SensitiveDataOrigin, "tpm.ak.imported")]
    [InlineData("userWithAuth", TpmaObject.UserWithAuth, "tpm.ak.unusable")]
    public void EachMissingAttributeHasItsReason(string about, TpmaObject attribute, string code)
    {
        AkVerdict verdict = AkChecks.Of(Changed(area => area with { Attributes = area.Attributes & ~attribute }));
        Assert.True(verdict.Findings.Select(f => f.Code.Id).SequenceEqual([code]), $"{about}: {string.Join("; ", verdict.Findings)}");
        Assert.False(verdict.Accepted);
    }

    [Theory]
    [InlineData("noDA", TpmaObject.NoDa)]
    [InlineData("stClear", TpmaObject.StClear)]
    [InlineData("adminWithPolicy", TpmaObject.AdminWithPolicy)]
    public void AttributesThatDecideNothingAreLeftAlone(string about, TpmaObject attribute)
    {
        AkVerdict verdict = AkChecks.Of(Changed(area => area with { Attributes = area.Attributes ^ attribute }));
        Assert.True(verdict.Findings.Count == 0, $"{about}: {string.Join("; ", verdict.Findings)}");
    }

    [Fact]
    public void APolicyInPlaceOfUserWithAuthIsToldAndAccepted()
    {
        AkVerdict verdict = AkChecks.Of(Changed(area => area with { Attributes = area.Attributes & ~TpmaObject.UserWithAuth, AuthPolicy = new byte[32] }));
        Assert.True(verdict.Accepted);
        Assert.Equal(["tpm.ak.policy"], verdict.Findings.Select(f => f.Code.Id));
        Assert.Equal(Severity.Note, verdict.Findings[0].Severity);
    }

    [Fact]
    public void AnythingElseIsNoKey()
    {
        AkVerdict verdict = AkChecks.Of(new byte[] { 0, 1, 2 });
        Assert.Equal(["tpm.ak.form"], verdict.Findings.Select(f => f.Code.Id));
        Assert.Null(verdict.Public);
        Assert.Equal("", verdict.Name);
    }

    private static byte[] Changed(Func<TpmtPublic, TpmtPublic> change)
    {
        Assert.True(WireValue.TryParseSized(TpmVectors.Bytes("swtpm-a/ak-p256.tpm2b_public"), out TpmtPublic? area, out _));
        return WireValue.EncodeSized(change(area));
    }
}
