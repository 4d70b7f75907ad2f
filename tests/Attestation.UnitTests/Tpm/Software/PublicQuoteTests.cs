using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Software;

/// <summary>Quotes of other people's TPMs: cloud virtual TPMs of two vendors.</summary>
public sealed class PublicQuoteTests
{
    [PublicVectorTheory("09-tpm/trustee")]
    [InlineData("az-snp-vtpm/tpm-quote-v1.json", "az-snp-vtpm/hcl-report.bin")]
    [InlineData("az-tdx-vtpm/tpm-quote-v1.json", "az-tdx-vtpm/hcl-report.bin")]
    public void AnAzureQuoteVerifiesWithTheKeyOfItsReport(string quoteFile, string report)
    {
        using JsonDocument document = JsonDocument.Parse(PublicVectors.Text("09-tpm/trustee/" + quoteFile));
        JsonElement root = document.RootElement;
        byte[] attest = Hex(root, "message");
        var signature = new RsaSignature(TpmAlgId.RsaSsa, TpmAlgId.Sha256, Hex(root, "signature"));
        AttestationKey key = AttestationKey.OfSubjectPublicKeyInfo(HclAkPub(PublicVectors.Bytes("09-tpm/trustee/" + report)))!;
        Assert.True(new UnverifiedQuote(attest, WireValue.Encode<TpmtSignature>(signature)).TryVerify(key, out AuthenticQuote? quote, out QuoteRefusal? refusal), refusal?.Sentence);

        var pcrs = new PcrValues();
        foreach ((int index, JsonElement value) in root.GetProperty("pcrs").EnumerateArray().Index())
            pcrs.Set(TpmAlgId.Sha256, index, Convert.FromHexString(value.GetString()!));
        PcrValues quoted = Only(pcrs, quote.Info.PcrSelect);
        Assert.Empty(quote.Check(new QuoteExpectation(quote.Attest.ExtraData, quote.Info.PcrSelect, quoted)));
        attest[^1] ^= 1;
        Assert.False(new UnverifiedQuote(attest, WireValue.Encode<TpmtSignature>(signature)).TryVerify(key, out _, out _));
    }

    private static PcrValues Only(PcrValues all, TpmlPcrSelection selection)
    {
        var some = new PcrValues();
        foreach ((TpmAlgId bank, int index) in selection.InOrder)
        {
            Assert.True(all.TryGet(bank, index, out byte[]? value));
            some.Set(bank, index, value);
        }
        return some;
    }

    /// <summary>The report carries a JSON document with the attestation key as a JWK named HCLAkPub.</summary>
    private static byte[] HclAkPub(byte[] report)
    {
        int start = report.AsSpan().IndexOf("{\"keys\""u8);
        var reader = new Utf8JsonReader(report.AsSpan(start), isFinalBlock: false, default);
        using JsonDocument claims = JsonDocument.ParseValue(ref reader);
        JsonElement jwk = claims.RootElement.GetProperty("keys").EnumerateArray().Single(k => k.GetProperty("kid").GetString() == "HCLAkPub");
        using RSA rsa = RSA.Create(new RSAParameters { Modulus = Base64(jwk, "n"), Exponent = Base64(jwk, "e") });
        return rsa.ExportSubjectPublicKeyInfo();
    }

    private static byte[] Base64(JsonElement jwk, string name) => Base64Url.DecodeFromChars(jwk.GetProperty(name).GetString());

    private static byte[] Hex(JsonElement root, string name) => Convert.FromHexString(root.GetProperty(name).GetString()!);
}
