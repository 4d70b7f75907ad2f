using System.Security.Cryptography;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Software;

/// <summary>Good quotes of every kind, keys that may not quote, and questions that a good quote does not answer.</summary>
public sealed class QuoteTests
{
    [Theory]
    [InlineData("quote-rsassa-sha256", "ak-rsassa")]
    [InlineData("quote-rsapss-sha256", "ak-rsapss")]
    [InlineData("quote-p256-sha256", "ak-p256")]
    [InlineData("quote-p256-sha1bank", "ak-p256")]
    [InlineData("quote-p256-twobanks", "ak-p256")]
    [InlineData("quote-p256-otherpcrs", "ak-p256")]
    [InlineData("quote-p384-sha384", "ak-p384")]
    [InlineData("quote-owner-sha256", "ak-owner")]
    [InlineData("clock6-same-boot-pcr10-moved", "ak-p256")]
    public void AGoodQuoteAnswersItsQuestion(string quote, string key)
    {
        AuthenticQuote authentic = Verified(quote, AttestationKey.Of(Public(key)));
        PcrValues pcrs = Pcrs(quote);
        Assert.Empty(authentic.Check(new QuoteExpectation(Nonce, authentic.Info.PcrSelect, pcrs)));
        AttestationKey bare = AttestationKey.OfSubjectPublicKeyInfo(PublicKeys.ToSubjectPublicKeyInfo(Public(key)))!;
        Assert.Empty(Verified(quote, bare).Check(new QuoteExpectation(Nonce, null, pcrs)));
    }

    [Fact]
    public void TheSignerIsTheKeysQualifiedName()
    {
        AuthenticQuote quote = Verified("quote-p256-sha256", AttestationKey.Of(Public("ak-p256")));
        var expected = new QuoteExpectation(Nonce, quote.Info.PcrSelect, null, TpmVectors.Bytes("swtpm-a/ak-p256.qname"));
        Assert.Empty(quote.Check(expected));
        Assert.Equal([QuoteDefect.SignerDiffers], Defects(quote, expected with { QualifiedSigner = TpmVectors.Bytes("swtpm-a/ak-rsassa.qname") }));
    }

    [Fact]
    public void ASizedAttestationIsTakenWhereTheInterfaceSaysSo()
    {
        byte[] attest = TpmVectors.Bytes("swtpm-a/quote-p256-sha256.attest");
        byte[] wrapped = [(byte)(attest.Length >> 8), (byte)(attest.Length & 0xFF), .. attest];
        byte[] signature = TpmVectors.Bytes("swtpm-a/quote-p256-sha256.sig");
        Assert.True(UnverifiedQuote.OfEitherForm(wrapped, signature).TryVerify(AttestationKey.Of(Public("ak-p256")), out _, out _));
        Assert.True(UnverifiedQuote.OfEitherForm(attest, signature).TryVerify(AttestationKey.Of(Public("ak-p256")), out _, out _));
    }

    [Theory]
    [InlineData("an unrestricted key", "quote-unrestricted", "unrestricted", QuoteDefect.KeyNotRestricted)]
    [InlineData("a quote forged with it", "forged-by-unrestricted", "unrestricted", QuoteDefect.KeyNotRestricted)]
    [InlineData("another key of the same kind", "quote-p256-sha256", "ak-owner", QuoteDefect.SignatureInvalid)]
    [InlineData("a key of another kind", "quote-p256-sha256", "ak-rsassa", QuoteDefect.SignatureSchemeNotOfKey)]
    [InlineData("a key bound to another scheme", "quote-rsassa-sha256", "ak-rsapss", QuoteDefect.SignatureSchemeNotOfKey)]
    [InlineData("a key bound to another hash", "quote-p256-sha256", "ak-p384", QuoteDefect.SignatureHashNotOfKey)]
    [InlineData("an endorsement key", "quote-p256-sha256", "ek-p256", QuoteDefect.KeyNotSigning)]
    [InlineData("a certification", "certify-p256", "ak-p256", QuoteDefect.AttestNotQuote)]
    [InlineData("a signed time", "gettime-p256", "ak-p256", QuoteDefect.AttestNotQuote)]
    [InlineData("a certified NV index", "nvcertify-p256", "ak-p256", QuoteDefect.AttestNotQuote)]
    public void WhatIsNoQuoteOfThisKeyIsRefused(string what, string quote, string key, QuoteDefect defect)
    {
        _ = what;
        Assert.False(Unverified(quote).TryVerify(AttestationKey.Of(Public(key)), out _, out QuoteRefusal? refusal));
        Assert.Equal(defect, refusal.Defect);
    }

    [Theory]
    [InlineData("decrypts as well", TpmaObject.Decrypt, TpmaObject.None, QuoteDefect.KeyDecrypts)]
    [InlineData("may leave the TPM", TpmaObject.None, TpmaObject.FixedTpm, QuoteDefect.KeyNotFixed)]
    [InlineData("may leave its parent", TpmaObject.None, TpmaObject.FixedParent, QuoteDefect.KeyNotFixed)]
    [InlineData("came from outside", TpmaObject.None, TpmaObject.SensitiveDataOrigin, QuoteDefect.KeyNotOfTpm)]
    [InlineData("does not sign", TpmaObject.None, TpmaObject.SignEncrypt, QuoteDefect.KeyNotSigning)]
    public void AKeyWithTheWrongAttributesIsRefused(string what, TpmaObject set, TpmaObject clear, QuoteDefect defect)
    {
        _ = what;
        TpmtPublic area = Public("ak-p256");
        AttestationKey key = AttestationKey.Of(area with { Attributes = (area.Attributes | set) & ~clear });
        Assert.False(Unverified("quote-p256-sha256").TryVerify(key, out _, out QuoteRefusal? refusal));
        Assert.Equal(defect, refusal.Defect);
    }

    [Fact]
    public void AKeyThatIsNoKeyIsRefused()
    {
        TpmtPublic area = Public("ak-p256");
        var parameters = (TpmsEccParms)area.Parameters;
        TpmtPublic off = area with { Parameters = parameters with { Point = new TpmsEccPoint(parameters.Point.Y, parameters.Point.X) } };
        TpmtPublic rsa = Public("ak-rsassa");
        TpmtPublic small = rsa with { Parameters = (TpmsRsaParms)rsa.Parameters with { KeyBits = 1024, Modulus = ((TpmsRsaParms)rsa.Parameters).Modulus[..128] } };
        Assert.Equal(QuoteDefect.KeyUnsupported, Refusal("quote-p256-sha256", off));
        Assert.Equal(QuoteDefect.KeyUnsupported, Refusal("quote-rsassa-sha256", small));
        foreach (uint exponent in (uint[])[1, 2, 65536])
            Assert.Equal(QuoteDefect.KeyUnsupported, Refusal("quote-rsassa-sha256", rsa with { Parameters = (TpmsRsaParms)rsa.Parameters with { Exponent = exponent } }));
    }

    [Fact]
    public void ASignatureWithAnUnknownHashIsRefused()
    {
        byte[] signature = TpmVectors.Bytes("swtpm-a/quote-p256-sha256.sig");
        signature[3] = (byte)TpmAlgId.Sm3_256;
        var quote = new UnverifiedQuote(TpmVectors.Bytes("swtpm-a/quote-p256-sha256.attest"), signature);
        Assert.False(quote.TryVerify(AttestationKey.Of(Public("ak-p256")), out _, out QuoteRefusal? refusal));
        Assert.Equal(QuoteDefect.SignatureHashUnsupported, refusal.Defect);
    }

    [Fact]
    public void AQuoteWithoutNonceIsRefused() =>
        Assert.Contains(QuoteDefect.NonceAbsent, Defects("quote-p256-nononce", q => new QuoteExpectation(Nonce, q.Info.PcrSelect, null)));

    [Fact]
    public void AnEmptyExpectationIsRefusedEvenWhereTheQuoteHasNoNonce() =>
        Assert.Contains(QuoteDefect.NonceNotAsked, Defects("quote-p256-nononce", q => new QuoteExpectation([], q.Info.PcrSelect, null)));

    [Fact]
    public void AQuoteOverNothingIsRefused() =>
        Assert.Equal([QuoteDefect.SelectionEmpty], Defects("quote-p256-empty", _ => new QuoteExpectation(Nonce, null, null)));

    [Fact]
    public void TheWrongBankIsRefused() => Assert.Equal(
        [QuoteDefect.SelectionWrongBank],
        Defects("quote-p256-sha1bank", _ => new QuoteExpectation(Nonce, TpmlPcrSelection.Of(TpmAlgId.Sha256, 0, 1, 2, 3, 4, 5, 6, 7, 10), null)));

    [Theory]
    [InlineData("one PCR fewer", "0,1,2,3,4,5,6,7,8,9,10")]
    [InlineData("one PCR more", "0,1,2,3,4,5,6,7,8,9,10,11,14")]
    [InlineData("another PCR", "0,1,2,3,4,5,6,7,8,9,10,15")]
    public void OtherPcrsThanAskedAreRefused(string what, string asked)
    {
        _ = what;
        TpmlPcrSelection selection = TpmlPcrSelection.Of(TpmAlgId.Sha256, asked.Split(',').Select(int.Parse));
        Assert.Equal([QuoteDefect.SelectionDiffers], Defects("quote-p256-sha256", _ => new QuoteExpectation(Nonce, selection, null)));
    }

    [Fact]
    public void APcrThatIsNotQuotedIsRefused()
    {
        PcrValues pcrs = Pcrs("quote-p256-sha256");
        pcrs.Set(TpmAlgId.Sha256, 11, new byte[32]);
        Assert.Equal([QuoteDefect.PcrNotQuoted], Defects("quote-p256-sha256", q => new QuoteExpectation(Nonce, q.Info.PcrSelect, pcrs)));
    }

    [Fact]
    public void APcrThatIsNotSuppliedIsRefused()
    {
        var pcrs = new PcrValues();
        foreach ((TpmAlgId bank, int index, byte[] value) in Pcrs("quote-p256-sha256").All.Skip(1))
            pcrs.Set(bank, index, value);
        Assert.Equal([QuoteDefect.PcrNotSupplied], Defects("quote-p256-sha256", q => new QuoteExpectation(Nonce, q.Info.PcrSelect, pcrs)));
    }

    [Fact]
    public void AChangedPcrIsRefused()
    {
        PcrValues pcrs = Pcrs("quote-p256-sha256");
        pcrs.Set(TpmAlgId.Sha256, 7, new byte[32]);
        Assert.Equal([QuoteDefect.PcrDigestDiffers], Defects("quote-p256-sha256", q => new QuoteExpectation(Nonce, q.Info.PcrSelect, pcrs)));
    }

    [Fact]
    public void APcrOfAnImpossibleSizeIsRefused()
    {
        PcrValues pcrs = Pcrs("quote-p256-sha256");
        pcrs.Set(TpmAlgId.Sha256, 7, new byte[20]);
        Assert.Contains(QuoteDefect.PcrValueSize, Defects("quote-p256-sha256", q => new QuoteExpectation(Nonce, q.Info.PcrSelect, pcrs)));
    }

    [Fact]
    public void AllReasonsAreTold() => Assert.Equal(
        [QuoteDefect.NonceDiffers, QuoteDefect.SelectionDiffers, QuoteDefect.PcrNotQuoted],
        Defects("quote-p256-otherpcrs", _ => new QuoteExpectation([1], TpmlPcrSelection.Of(TpmAlgId.Sha256, 0), Pcrs("quote-p256-sha256")))[..3]);

    [Fact]
    public void TheLongestSaltOfOldTpmsVerifiesAndDamageToItDoesNot()
    {
        using RSA rsa = RSA.Create(2048);
        AttestationKey key = AttestationKey.OfSubjectPublicKeyInfo(rsa.ExportSubjectPublicKeyInfo())!;
        byte[] attest = TpmVectors.Bytes("swtpm-a/quote-rsapss-sha256.attest");
        byte[] signed = OpenSsl.PssWithLongestSalt(rsa, attest);
        var signature = new RsaSignature(TpmAlgId.RsaPss, TpmAlgId.Sha256, signed);
        Assert.True(new UnverifiedQuote(attest, WireValue.Encode<TpmtSignature>(signature)).TryVerify(key, out _, out _));
        signed[^1] ^= 1;
        Assert.False(new UnverifiedQuote(attest, WireValue.Encode<TpmtSignature>(signature)).TryVerify(key, out _, out QuoteRefusal? refusal));
        Assert.Equal(QuoteDefect.SignatureInvalid, refusal.Defect);
    }

    [Fact]
    public void EveryReasonHasItsOwnSentenceAndItsStep()
    {
        QuoteDefect[] all = Enum.GetValues<QuoteDefect>();
        Assert.Equal(all.Length, all.Select(QuoteDefects.SentenceOf).Distinct().Count());
        Assert.Equal(all.Select(QuoteDefects.StepOf).Order(), all.Select(QuoteDefects.StepOf));
        Assert.Equal(Enumerable.Range(1, 12), all.Select(QuoteDefects.StepOf).Distinct());
    }

    private static byte[] Nonce => TpmVectors.Bytes("swtpm-a/nonce.bin");

    private static List<QuoteDefect> Defects(string quote, Func<AuthenticQuote, QuoteExpectation> expectation)
    {
        AuthenticQuote authentic = Verified(quote, AttestationKey.Of(Public("ak-p256")));
        return Defects(authentic, expectation(authentic));
    }

    private static List<QuoteDefect> Defects(AuthenticQuote quote, QuoteExpectation expectation) => [.. quote.Check(expectation).Select(r => r.Defect)];

    private static QuoteDefect Refusal(string quote, TpmtPublic key)
    {
        Assert.False(Unverified(quote).TryVerify(AttestationKey.Of(key), out _, out QuoteRefusal? refusal));
        return refusal.Defect;
    }

    private static AuthenticQuote Verified(string quote, AttestationKey key)
    {
        Assert.True(Unverified(quote).TryVerify(key, out AuthenticQuote? authentic, out QuoteRefusal? refusal), refusal?.Sentence);
        return authentic;
    }

    private static UnverifiedQuote Unverified(string quote) => new(TpmVectors.Bytes($"swtpm-a/{quote}.attest"), TpmVectors.Bytes($"swtpm-a/{quote}.sig"));

    private static PcrValues Pcrs(string quote)
    {
        Assert.True(PcrFile.TryParse(TpmVectors.Bytes($"swtpm-a/{quote}.pcrs"), out PcrValues? values, out string problem), problem);
        return values;
    }

    private static TpmtPublic Public(string name)
    {
        Assert.True(WireValue.TryParseSized(TpmVectors.Bytes($"swtpm-a/{name}.tpm2b_public"), out TpmtPublic? area, out WireError error), error.Sentence);
        return area;
    }
}
