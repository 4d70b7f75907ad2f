using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Software;

/// <summary>The quote, key and PCR files of tests/vectors/tpm/swtpm-a as the library reads them.</summary>
internal static class SampleQuotes
{
    internal const string P256 = "quote-p256-sha256";

    internal static byte[] Nonce => TpmVectors.Bytes("swtpm-a/nonce.bin");

    internal static byte[] Attest(string quote) => TpmVectors.Bytes($"swtpm-a/{quote}.attest");

    internal static byte[] Signature(string quote) => TpmVectors.Bytes($"swtpm-a/{quote}.sig");

    internal static TpmtPublic Public(string key)
    {
        Assert.True(WireValue.TryParseSized(TpmVectors.Bytes($"swtpm-a/{key}.tpm2b_public"), out TpmtPublic? area, out WireError error), error.Sentence);
        return area;
    }

    internal static PcrValues Pcrs(string quote)
    {
        Assert.True(PcrFile.TryParse(TpmVectors.Bytes($"swtpm-a/{quote}.pcrs"), out PcrValues? values, out string problem), problem);
        return values;
    }

    internal static AuthenticQuote Authentic(string quote, string key)
    {
        Assert.True(new UnverifiedQuote(Attest(quote), Signature(quote)).TryVerify(AttestationKey.Of(Public(key)), out AuthenticQuote? authentic, out QuoteRefusal? refusal), refusal?.Sentence);
        return authentic;
    }
}
