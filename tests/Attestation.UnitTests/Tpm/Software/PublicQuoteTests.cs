using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Software;

/// <summary>Quotes of other people's TPMs: the virtual TPMs of two clouds.</summary>
public sealed class PublicQuoteTests
{
    private const string Trustee = "09-tpm/trustee/";
    private const string GoTpmTools = "09-tpm/go-tpm-tools/attestations/";

    [PublicVectorTheory("09-tpm/trustee")]
    [InlineData("az-snp-vtpm", "tpm-quote-v1.json")]
    [InlineData("az-snp-vtpm", "evidence-v0.json")]
    [InlineData("az-snp-vtpm", "evidence-v1.json")]
    [InlineData("az-tdx-vtpm", "tpm-quote-v1.json")]
    [InlineData("az-tdx-vtpm", "evidence-v0.json")]
    [InlineData("az-tdx-vtpm", "evidence-v1.json")]
    public void AnAzureQuoteVerifiesWithTheKeyOfItsReport(string folder, string file)
    {
        using JsonDocument document = JsonDocument.Parse(PublicVectors.Text($"{Trustee}{folder}/{file}"));
        JsonElement root = document.RootElement;
        JsonElement quote = root.TryGetProperty("tpm_quote", out JsonElement inner) || root.TryGetProperty("quote", out inner) ? inner : root;
        byte[] report = root.TryGetProperty("hcl_report", out JsonElement own) || root.TryGetProperty("report", out own) ? Bytes(own) : PublicVectors.Bytes($"{Trustee}{folder}/hcl-report.bin");
        byte[] attest = Bytes(quote.GetProperty("message"));
        byte[] signature = RsaSsa(Bytes(quote.GetProperty("signature")));
        AttestationKey key = AttestationKey.OfSubjectPublicKeyInfo(HclAkPub(report))!;

        AuthenticQuote authentic = Verified(attest, signature, key);
        var pcrs = new PcrValues();
        JsonElement[] values = quote.TryGetProperty("pcrs", out JsonElement list) ? [.. list.EnumerateArray()] : [];
        foreach ((TpmAlgId bank, int index) in authentic.Info.PcrSelect.InOrder.Where(_ => values.Length > 0))
            pcrs.Set(bank, index, Bytes(values[index]));
        Assert.Empty(authentic.Check(new QuoteExpectation(authentic.Attest.ExtraData, authentic.Info.PcrSelect, values.Length > 0 ? pcrs : null)));
        attest[^1] ^= 1;
        Assert.False(new UnverifiedQuote(attest, signature).TryVerify(key, out _, out _));
    }

    /// <summary>This quote's own report is not published: sound bytes, but signed by another machine than the report's.</summary>
    [PublicVectorFact("09-tpm/trustee")]
    public void AnAzureQuoteOfAnotherMachineIsRefused()
    {
        byte[] attest = PublicVectors.Bytes(Trustee + "az-snp-vtpm/tpm-quote.msg");
        Assert.True(WireValue.TryParse(attest, out TpmsAttest? parsed, out WireError error), error.Sentence);
        Assert.Equal("challenge"u8.ToArray(), parsed.ExtraData);
        AttestationKey key = AttestationKey.OfSubjectPublicKeyInfo(HclAkPub(PublicVectors.Bytes(Trustee + "az-snp-vtpm/hcl-report.bin")))!;
        byte[] signature = RsaSsa(PublicVectors.Bytes(Trustee + "az-snp-vtpm/tpm-quote.sig"));
        Assert.False(new UnverifiedQuote(attest, signature).TryVerify(key, out _, out QuoteRefusal? refusal));
        Assert.Equal(QuoteDefect.SignatureInvalid, refusal.Defect);
    }

    [PublicVectorTheory("09-tpm/go-tpm-tools")]
    [InlineData("gce-cos-85-nonce9009.pb", "9009", "")]
    [InlineData("gce-cos-85-nonce9009.pb", "9008", "NonceDiffers")]
    [InlineData("gce-cos-85-no-nonce.pb", "9009", "NonceAbsent")]
    public void AGoogleQuoteVerifiesOverEveryBank(string file, string nonce, string expected)
    {
        List<(int Field, byte[] Value)> attestation = Protobuf(PublicVectors.Bytes(GoTpmTools + file));
        Assert.True(WireValue.TryParse(attestation.First(f => f.Field == 1).Value, out TpmtPublic? ak, out WireError error), error.Sentence);
        int quotes = 0;
        foreach ((_, byte[] message) in attestation.Where(f => f.Field == 2))
        {
            List<(int Field, byte[] Value)> quote = Protobuf(message);
            byte[] signature = quote.Single(f => f.Field == 2).Value;
            if (IsSha1(signature))
            {
                Assert.False(new UnverifiedQuote(quote.Single(f => f.Field == 1).Value, signature).TryVerify(AttestationKey.Of(ak), out _, out QuoteRefusal? weak));
                Assert.Equal(QuoteDefect.SignatureHashWeak, weak.Defect);
                continue;
            }
            AuthenticQuote authentic = Verified(quote.Single(f => f.Field == 1).Value, signature, AttestationKey.Of(ak));
            PcrValues pcrs = Pcrs(Protobuf(quote.Single(f => f.Field == 3).Value), authentic.Info.PcrSelect.Selections[0].Hash);
            IEnumerable<string> defects = authentic.Check(new QuoteExpectation(Convert.FromHexString(nonce), null, pcrs)).Select(r => r.Defect.ToString());
            Assert.Equal(expected, string.Join(",", defects));
            quotes++;
        }
        Assert.InRange(quotes, 1, 3);
    }

    private static bool IsSha1(byte[] signature) => signature[2] == 0 && signature[3] == (byte)TpmAlgId.Sha1;

    /// <summary>Pcrs message: field 1 the bank, field 2 a map entry (1 index, 2 value) per PCR.</summary>
    private static PcrValues Pcrs(List<(int Field, byte[] Value)> message, TpmAlgId bank)
    {
        var pcrs = new PcrValues();
        foreach ((_, byte[] entry) in message.Where(f => f.Field == 2))
        {
            List<(int Field, byte[] Value)> pair = Protobuf(entry);
            int index = pair.FirstOrDefault(f => f.Field == 1).Value is { } number ? number[0] : 0;
            pcrs.Set(bank, index, pair.Single(f => f.Field == 2).Value);
        }
        return pcrs;
    }

    /// <summary>Fields of a protobuf message; numbers as their varint's bytes.</summary>
    private static List<(int Field, byte[] Value)> Protobuf(byte[] message)
    {
        var fields = new List<(int, byte[])>();
        int at = 0;
        while (at < message.Length)
        {
            ulong tag = Varint(message, ref at);
            int start = at;
            ulong length = Varint(message, ref at);
            if ((tag & 7) == 2)
            {
                start = at;
                at += (int)length;
            }
            fields.Add(((int)(tag >> 3), message[start..at]));
        }
        return fields;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private static AuthenticQuote Verified(byte[] attest, byte[] signature, AttestationKey key)
    {
        Assert.True(new UnverifiedQuote(attest, signature).TryVerify(key, out AuthenticQuote? quote, out QuoteRefusal? refusal), refusal?.Sentence);
        return quote;
    }

    private static byte[] RsaSsa(byte[] signature) => WireValue.Encode<TpmtSignature>(new RsaSignature(TpmAlgId.RsaSsa, TpmAlgId.Sha256, signature));

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

    /// <summary>Hexadecimal or base64url text, or an array of numbers: three versions of one evidence format.</summary>
    private static byte[] Bytes(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray().Select(n => n.GetByte())];
        string text = value.GetString()!;
        return text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : Base64Url.DecodeFromChars(text);
    }
}
