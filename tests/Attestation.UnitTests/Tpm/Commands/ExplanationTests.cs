using Attestation.Tpm.Commands;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Commands;

/// <summary>Response codes in words.</summary>
public sealed class ExplanationTests
{
    [Theory]
    [InlineData("a parameter", 0x2D2u, "TPM2_Quote answered TPM_RC_SCHEME (0x2D2): parameter 2 (inScheme): the scheme is not supported or not right for the key")]
    [InlineData("a handle", 0x18Bu, "TPM2_Quote answered TPM_RC_HANDLE (0x18B): handle 1 (signHandle): the handle is not right here, or nothing is there")]
    [InlineData("a session", 0x98Eu, "TPM2_Quote answered TPM_RC_AUTH_FAIL (0x98E): session 1: the authorization failed and the failure was counted against dictionary attacks")]
    [InlineData("a parameter too many", 0x9C4u, "TPM2_Quote answered TPM_RC_VALUE (0x9C4): parameter 9: the value is out of range or not right here")]
    [InlineData("no number", 0x084u, "TPM2_Quote answered TPM_RC_VALUE (0x084): the value is out of range or not right here")]
    [InlineData("format zero", 0x12Fu, "TPM2_Quote answered TPM_RC_AUTH_UNAVAILABLE (0x12F): neither authValue nor policy is available for this object: its attributes allow only the other role")]
    [InlineData("a warning", 0x922u, "TPM2_Quote answered TPM_RC_RETRY (0x922): the TPM was busy: send the command again")]
    [InlineData("a reference", 0x910u, "TPM2_Quote answered TPM_RC_REFERENCE_H0 (0x910): handle 1 refers to an object or session that is not loaded")]
    [InlineData("a session reference", 0x919u, "TPM2_Quote answered TPM_RC_REFERENCE_S1 (0x919): session 2 is not loaded")]
    [InlineData("the resource manager", 0xB0143u, "TPM2_Quote answered layer 11 of the software stack (0xB0143): not the TPM but layer 11 of its software stack answered 0x143")]
    [InlineData("unknown", 0x17Fu, "TPM2_Quote answered unknown response code (0x17F): the specification has no such code; a vendor's own, perhaps")]
    public void ACodeIsExplained(string what, uint code, string expected)
    {
        _ = what;
        Assert.Equal(expected, Quote.Shape.Explain(new TpmRc(code)));
    }

    [Fact]
    public void EveryCodeHasANameAndASentence()
    {
        for (uint code = 0; code < 0x1000; code++)
        {
            Assert.NotEmpty(TpmRcTable.NameOf(new TpmRc(code)));
            Assert.NotEmpty(TpmRcTable.SentenceOf(new TpmRc(code)));
            Assert.NotEmpty(Quote.Shape.Explain(new TpmRc(code)));
        }
    }

    [Theory]
    [InlineData(TpmCc.NvRead, "TPM2_NV_Read")]
    [InlineData(TpmCc.PcrExtend, "TPM2_PCR_Extend")]
    [InlineData(TpmCc.PolicyPcr, "TPM2_PolicyPCR")]
    [InlineData(TpmCc.Hmac, "TPM2_HMAC")]
    [InlineData(TpmCc.CertifyCreation, "TPM2_CertifyCreation")]
    public void CommandsHaveTheirNamesOfPart3(TpmCc code, string name) => Assert.Equal(name, code.SpecName());
}
