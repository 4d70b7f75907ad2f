using Attestation.Appraisal.Quotes;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;
using Attestation.UnitTests.Tpm;
using Attestation.UnitTests.Tpm.Software;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private const string Broken = "swtpm-a/broken-" + SampleQuotes.P256;

    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> TpmQuotes => new()
    {
        [TpmReasons.SignatureForm] = () => BrokenQuote("sig-empty"),
        [TpmReasons.SignatureAbsent] = () => BrokenQuote("sig-alg-null"),
        [TpmReasons.SignatureScheme] = () => BrokenQuote("sig-alg-swapped"),
        [TpmReasons.SignatureSha1] = () => BrokenQuote("sig-hash-sha1"),
        [TpmReasons.SignatureHash] = () => SignedWith(signature => signature[3] = (byte)TpmAlgId.Sm3_256),
        [TpmReasons.SignatureSchemeOfKey] = () => QuoteUnder(SampleQuotes.Public("ak-rsassa")),
        [TpmReasons.SignatureHashOfKey] = () => QuoteUnder(SampleQuotes.Public("ak-p384")),
        [TpmReasons.AkUnsupported] = () => QuoteUnder(OffItsCurve()),
        [TpmReasons.AkNotRestricted] = () => QuoteUnder(WithAttributes(a => a & ~TpmaObject.Restricted)),
        [TpmReasons.AkNotSigning] = () => QuoteUnder(WithAttributes(a => a & ~TpmaObject.SignEncrypt)),
        [TpmReasons.AkDecrypts] = () => QuoteUnder(WithAttributes(a => a | TpmaObject.Decrypt)),
        [TpmReasons.AkNotFixed] = () => QuoteUnder(WithAttributes(a => a & ~TpmaObject.FixedTpm)),
        [TpmReasons.AkImported] = () => QuoteUnder(WithAttributes(a => a & ~TpmaObject.SensitiveDataOrigin)),
        [TpmReasons.SignatureRange] = () => BrokenQuote("ecdsa-zero-r-s"),
        [TpmReasons.Signature] = () => BrokenQuote("sig-bit-flipped"),
        [TpmReasons.Wrapped] = () => ResignedQuote("tpm2b-wrapped"),
        [TpmReasons.Truncated] = () => ResignedQuote("attest-truncated-72"),
        [TpmReasons.Magic] = () => ResignedQuote("magic-wrong"),
        [TpmReasons.Type] = () => ResignedQuote("type-certify"),
        [TpmReasons.Trailing] = () => ResignedQuote("attest-trailing-byte"),
        [TpmReasons.TooMany] = () => ResignedQuote("pcrsel-count-huge"),
        [TpmReasons.Malformed] = () => ResignedQuote("pcrsel-sizeofselect-255"),
        [TpmReasons.Signer] = () => QuoteAsked(e => e with { QualifiedSigner = TpmVectors.Bytes("swtpm-a/ak-rsassa.qname") }),
        [TpmReasons.NonceNotAsked] = () => QuoteAsked(e => e with { Nonce = [] }),
        [TpmReasons.NonceAbsent] = () => QuoteAsked(e => e, "quote-p256-nononce"),
        [TpmReasons.Nonce] = () => QuoteAsked(e => e with { Nonce = [1] }),
        [TpmReasons.SelectionEmpty] = () => QuoteAsked(e => e, "quote-p256-empty"),
        [TpmReasons.Bank] = () => QuoteAsked(e => e with { Selection = TpmlPcrSelection.Of(TpmAlgId.Sha384, 0) }),
        [TpmReasons.Selection] = () => QuoteAsked(e => e with { Selection = TpmlPcrSelection.Of(TpmAlgId.Sha256, 0) }),
        [TpmReasons.PcrNotQuoted] = () => QuoteAsked(e => e with { Pcrs = WithPcr(23, new byte[32]) }),
        [TpmReasons.PcrNotSupplied] = () => QuoteAsked(e => e with { Pcrs = new PcrValues() }),
        [TpmReasons.PcrSize] = () => QuoteAsked(e => e with { Pcrs = WithPcr(7, new byte[20]) }),
        [TpmReasons.DigestSize] = () => ResignedQuote("pcrdigest-empty"),
        [TpmReasons.Digest] = () => QuoteAsked(e => e with { Pcrs = WithPcr(7, new byte[32]) }),
    };

    private static ReasonCode[] BrokenQuote(string name) =>
        Judge(AttestationKey.Of(SampleQuotes.Public("ak-p256")), TpmVectors.Bytes($"{Broken}/{name}/attest"), TpmVectors.Bytes($"{Broken}/{name}/sig"));

    private static ReasonCode[] ResignedQuote(string name)
    {
        Assert.True(AttestationKeyFile.TryParse(TpmVectors.Bytes($"{Broken}/resigner.pub.pem"), out AttestationKey? key, out string problem), problem);
        return Judge(key, TpmVectors.Bytes($"{Broken}/{name}/attest"), TpmVectors.Bytes($"{Broken}/{name}/sig-resigned"));
    }

    private static ReasonCode[] SignedWith(Action<byte[]> change)
    {
        byte[] signature = SampleQuotes.Signature(SampleQuotes.P256);
        change(signature);
        return Judge(AttestationKey.Of(SampleQuotes.Public("ak-p256")), SampleQuotes.Attest(SampleQuotes.P256), signature);
    }

    private static ReasonCode[] QuoteUnder(TpmtPublic key) =>
        Judge(AttestationKey.Of(key), SampleQuotes.Attest(SampleQuotes.P256), SampleQuotes.Signature(SampleQuotes.P256));

    private static ReasonCode[] QuoteAsked(Func<QuoteExpectation, QuoteExpectation> ask, string quote = SampleQuotes.P256) =>
        Codes(SampleQuotes.Authentic(quote, "ak-p256").Check(ask(new QuoteExpectation(SampleQuotes.Nonce, null, null))));

    private static ReasonCode[] Judge(AttestationKey key, byte[] attest, byte[] signature) =>
        new UnverifiedQuote(attest, signature).TryVerify(key, out AuthenticQuote? quote, out QuoteRefusal? refusal)
            ? Codes(quote.Check(new QuoteExpectation(SampleQuotes.Nonce, null, null)))
            : Codes([refusal]);

    private static ReasonCode[] Codes(IEnumerable<QuoteRefusal> refusals) => [.. refusals.Select(refusal => QuoteReasons.Of(refusal.Defect))];

    private static TpmtPublic WithAttributes(Func<TpmaObject, TpmaObject> change)
    {
        TpmtPublic area = SampleQuotes.Public("ak-p256");
        return area with { Attributes = change(area.Attributes) };
    }

    private static TpmtPublic OffItsCurve()
    {
        TpmtPublic area = SampleQuotes.Public("ak-p256");
        var parameters = (TpmsEccParms)area.Parameters;
        return area with { Parameters = parameters with { Point = new TpmsEccPoint(parameters.Point.Y, parameters.Point.X) } };
    }

    private static PcrValues WithPcr(int index, byte[] value)
    {
        PcrValues pcrs = SampleQuotes.Pcrs(SampleQuotes.P256);
        pcrs.Set(TpmAlgId.Sha256, index, value);
        return pcrs;
    }
}
