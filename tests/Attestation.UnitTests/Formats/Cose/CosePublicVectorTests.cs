using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Cose;

namespace Attestation.UnitTests.Formats.Cose;

/// <summary>
/// COSE_Sign1 examples of cose-wg (and RFC 8152 appendix C.2) and of go-cose. Not taken: files with several signers (COSE_Sign), Ed448 and
/// RSA-PSS, which are not accepted here.
/// </summary>
public sealed class CosePublicVectorTests
{
    [PublicVectorTheory("04-cose")]
    [InlineData("content without tag, verified as untagged", "sign1-tests/sign-pass-03.json", CoseTag.Absent, "verified")]
    [InlineData("the same where a tag is asked for", "sign1-tests/sign-pass-03.json", CoseTag.Required, "cose.tag")]
    [InlineData("external data", "sign1-tests/sign-pass-02.json", CoseTag.Required, "verified")]
    [InlineData("alg only in the unprotected headers: legal, refused here", "sign1-tests/sign-pass-01.json", CoseTag.Required, "cose.alg-unprotected")]
    [InlineData("ES256", "ecdsa-examples/ecdsa-sig-01.json", CoseTag.Required, "verified")]
    [InlineData("ES384", "ecdsa-examples/ecdsa-sig-02.json", CoseTag.Required, "verified")]
    [InlineData("ES512", "ecdsa-examples/ecdsa-sig-03.json", CoseTag.Required, "verified")]
    [InlineData("ES512 with a key on P-256: legal, refused here", "ecdsa-examples/ecdsa-sig-04.json", CoseTag.Required, "cose.signature-length")]
    [InlineData("EdDSA with Ed25519", "eddsa-examples/eddsa-sig-01.json", CoseTag.Required, "verified")]
    [InlineData("several signers", "ecdsa-examples/ecdsa-01.json", CoseTag.Required, "cose.tag")]
    [InlineData("RFC 8152 appendix C.2.1", "RFC8152/Appendix_C_2_1.json", CoseTag.Required, "verified")]
    public void CoseWorkingGroup(string description, string file, CoseTag tag, string expected)
    {
        using JsonDocument json = JsonDocument.Parse(PublicVectors.Text("04-cose/examples/" + file));
        JsonElement input = json.RootElement.GetProperty("input");
        byte[] message = Convert.FromHexString(json.RootElement.GetProperty("output").GetProperty("cbor").GetString()!);
        Assert.Equal(expected, Outcome(message, tag, Signer(input), External(Signer(input))));
    }

    [PublicVectorFact("04-cose")]
    public void TheSignedBytesEqualTheExamplesIntermediate()
    {
        using JsonDocument json = JsonDocument.Parse(PublicVectors.Text("04-cose/examples/sign1-tests/sign-pass-02.json"));
        JsonElement signer = Signer(json.RootElement.GetProperty("input"));
        byte[] message = CoseSigStructure.Encode(Convert.FromHexString("a10126"), External(signer), "This is the content."u8);
        Assert.Equal(json.RootElement.GetProperty("intermediates").GetProperty("ToBeSign_hex").GetString(), Convert.ToHexString(message));
    }

    [PublicVectorTheory("04-cose")]
    [InlineData("sign1-verify-0000.json", "verified")]
    [InlineData("sign1-verify-0001.json", "verified")]
    [InlineData("sign1-verify-0002.json", "verified")]
    [InlineData("sign1-verify-0003.json", "verified")]
    [InlineData("sign1-verify-0004.json", "cose.alg-unknown")]
    [InlineData("sign1-verify-0005.json", "cose.alg-unknown")]
    [InlineData("sign1-verify-0006.json", "cose.alg-unknown")]
    public void GoCoseVerify(string file, string expected)
    {
        using JsonDocument json = JsonDocument.Parse(PublicVectors.Text("04-cose/go-cose-vectors/" + file));
        JsonElement verify = json.RootElement.GetProperty("sign1::verify");
        byte[] message = Convert.FromHexString(verify.GetProperty("taggedCOSESign1").GetProperty("cborHex").GetString()!);
        byte[] external = External(verify);
        if (expected == "verified")
            Assert.Equal(verify.GetProperty("shouldVerify").GetBoolean() ? "verified" : "cose.signature", Outcome(message, CoseTag.Required, json.RootElement, external));
        else
            Assert.Equal(expected, Outcome(message, CoseTag.Required, default, external));
    }

    [PublicVectorTheory("04-cose")]
    [InlineData("sign1-sign-0000.json", false)]
    [InlineData("sign1-sign-0001.json", true)]
    public void GoCoseSign(string file, bool withContentFormat)
    {
        using JsonDocument json = JsonDocument.Parse(PublicVectors.Text("04-cose/go-cose-vectors/" + file));
        JsonElement sign = json.RootElement.GetProperty("sign1::sign");
        byte[] payload = Hex(sign, "payload");
        byte[] external = External(sign);
        var writer = new CoseSign1Writer().WithKeyId("11"u8.ToArray());
        if (withContentFormat)
            writer.Protected.Add(CoseHeaderLabel.ContentType, 0);
        byte[] message = writer.Sign(TestKeys.Private(json.RootElement.GetProperty("key")), payload, external);
        byte[] expected = Hex(sign.GetProperty("expectedOutput"), "cborHex");
        int stable = Hex(sign.GetProperty("protectedHeaders"), "cborHex").Length + payload.Length + 8;
        Assert.Equal(expected.AsSpan(0, stable), message.AsSpan(0, stable)); // the signature is randomised
        Assert.Equal(Hex(sign.GetProperty("tbsHex"), "cborHex"), CoseSigStructure.Encode(Hex(sign.GetProperty("protectedHeaders"), "cborHex"), external, payload));
        Assert.Equal("verified", Outcome(message, CoseTag.Required, json.RootElement, external));
    }

    private static string Outcome(byte[] bytes, CoseTag tag, JsonElement keyHolder, byte[] external)
    {
        if (!UnverifiedCoseSign1.TryParse(bytes, tag, out UnverifiedCoseSign1? message, out ParseError error))
            return error.Code.Id;
        return message.Verify(TestKeys.Public(keyHolder.GetProperty("key")), external, out ReadOnlyMemory<byte> payload, out error)
            ? bytes.AsSpan().IndexOf(payload.Span) > 0 ? "verified" : "another payload"
            : error.Code.Id;
    }

    private static JsonElement Signer(JsonElement input) => input.TryGetProperty("sign0", out JsonElement one) ? one : input.GetProperty("sign").GetProperty("signers")[0];

    private static byte[] External(JsonElement signer) =>
        signer.TryGetProperty("external", out JsonElement external) ? Convert.FromHexString(external.GetString()!) : [];

    private static byte[] Hex(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);
}
