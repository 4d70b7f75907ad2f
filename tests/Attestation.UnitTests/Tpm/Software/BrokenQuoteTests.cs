using System.Security.Cryptography;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Software;

/// <summary>Every damaged quote of tests/vectors/tpm/swtpm-a/broken-*, as it was signed and as it was validly signed again.</summary>
public sealed class BrokenQuoteTests
{
    private const string Fine = "fine";

    /// <summary>
    /// The reason for a case under a valid signature; where bytes are malformed also the field. "SameBoot" and the like: nothing in the quote
    /// alone shows it, the comparison with the good quote before it does.
    /// </summary>
    private static readonly Dictionary<string, string> Resigned = new()
    {
        ["magic-wrong"] = "AttestMagic",
        ["magic-zero"] = "AttestMagic",
        ["type-nv"] = "AttestNotQuote",
        ["type-certify"] = "AttestNotQuote",
        ["type-time"] = "AttestNotQuote",
        ["type-creation"] = "AttestNotQuote",
        ["type-zero"] = "AttestNotQuote",
        ["attest-truncated-0"] = "AttestTruncated magic",
        ["attest-truncated-1"] = "AttestTruncated magic",
        ["attest-truncated-4"] = "AttestTruncated type",
        ["attest-truncated-6"] = "AttestTruncated qualifiedSigner",
        ["attest-truncated-8"] = "AttestTruncated qualifiedSigner",
        ["attest-truncated-72"] = "AttestTruncated extraData",
        ["attest-truncated-144"] = "AttestTruncated attested/pcrDigest",
        ["attest-trailing-byte"] = "AttestTrailingBytes end",
        ["signer-size-ffff"] = "AttestTruncated qualifiedSigner",
        ["extradata-size-ffff"] = "AttestTruncated extraData",
        ["pcrsel-count-huge"] = "AttestTooMany attested/pcrSelect/count",
        ["pcrsel-sizeofselect-255"] = "AttestMalformed attested/pcrSelect/count[0]/sizeofSelect",
        ["pcrsel-bit-flipped"] = "SelectionDiffers",
        ["pcrdigest-flipped"] = "PcrDigestDiffers",
        ["pcrdigest-empty"] = "PcrDigestSize",
        ["resetcount-plus-1"] = "clock Reset",
        ["clock-plus-1"] = "clock SameBoot",
        ["safe-flipped"] = "clock SameBoot safe changed",
        ["firmware-flipped"] = "clock SameBoot firmware",
        ["tpm2b-wrapped"] = "AttestWrapped",
    };

    /// <summary>The reason for a case as it is, with the first signature; what is not here changed the attestation and fails by signature.</summary>
    private static readonly Dictionary<string, string> AsSigned = new()
    {
        ["good"] = Fine,
        ["ecdsa-malleated-s"] = Fine,
        ["sig-truncated"] = "SignatureMalformed",
        ["sig-empty"] = "SignatureMalformed sigAlg",
        ["sig-trailing-byte"] = "SignatureMalformed end",
        ["sig-alg-null"] = "SignatureAbsent",
        ["sig-hash-sha1"] = "SignatureHashWeak",
        ["ecdsa-zero-r-s"] = "SignatureValueOutOfRange",
        ["wrong-nonce"] = "NonceDiffers",
        ["nonce-prefix-only"] = "NonceDiffers",
        ["nonce-empty"] = "NonceNotAsked",
    };

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (string quote in (string[])["quote-rsassa-sha256", "quote-rsapss-sha256", "quote-p256-sha256", "quote-p384-sha384"])
        {
            foreach (string folder in Directory.EnumerateDirectories(TpmVectors.PathOf($"swtpm-a/broken-{quote}")).Order(StringComparer.Ordinal))
                data.Add(Path.GetFileName(folder), quote);
        }
        return data;
    }

    public static TheoryData<string> ResignedCases => [.. Resigned.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void AsSignedEachIsRefusedForItsReason(string name, string quote)
    {
        string folder = $"swtpm-a/broken-{quote}/{name}";
        string expected = name == "sig-alg-swapped"
            ? quote.Contains("rsa") ? "SignatureSchemeNotOfKey" : "SignatureSchemeUnsupported"
            : AsSigned.GetValueOrDefault(name, "SignatureInvalid");
        string found = Judge(Ak(quote), TpmVectors.Bytes($"{folder}/attest"), TpmVectors.Bytes($"{folder}/sig"), TpmVectors.Hex($"{folder}/nonce.hex"), quote);
        Assert.StartsWith(expected, found);
    }

    [Theory]
    [MemberData(nameof(ResignedCases))]
    public void ValidlySignedAgainEachIsRefusedForItsOwnReason(string name)
    {
        const string Quote = "quote-p256-sha256";
        string folder = $"swtpm-a/broken-{Quote}/{name}";
        byte[] attest = TpmVectors.Bytes($"{folder}/attest");
        string found = Judge(Resigner(), attest, TpmVectors.Bytes($"{folder}/sig-resigned"), TpmVectors.Hex($"{folder}/nonce.hex"), Quote);
        Assert.Equal(Resigned[name], found == Fine ? Clock(attest) : found);
    }

    [Fact]
    public void EveryResignedFileHasItsReasonHere()
    {
        string[] present = [.. Directory.EnumerateDirectories(TpmVectors.PathOf("swtpm-a/broken-quote-p256-sha256"))
            .Where(folder => File.Exists(Path.Combine(folder, "sig-resigned"))).Select(folder => Path.GetFileName(folder)!).Order()];
        Assert.Equal(present, Resigned.Keys.Order());
    }

    private static string Judge(AttestationKey key, byte[] attest, byte[] signature, byte[] nonce, string quote)
    {
        if (!new UnverifiedQuote(attest, signature).TryVerify(key, out AuthenticQuote? authentic, out QuoteRefusal? refusal))
            return Text(refusal);
        IReadOnlyList<QuoteRefusal> refusals = authentic.Check(new QuoteExpectation(nonce, Asked(quote), Pcrs(quote)));
        return refusals.Count == 0 ? Fine : Text(refusals[0]);
    }

    private static string Text(QuoteRefusal refusal)
    {
        Assert.NotEmpty(refusal.Sentence);
        return refusal.Wire is { } wire ? $"{refusal.Defect} {wire.Path}" : $"{refusal.Defect}";
    }

    private static string Clock(byte[] attest)
    {
        Assert.True(WireValue.TryParse(TpmVectors.Bytes("swtpm-a/quote-p256-sha256.attest"), out TpmsAttest? before, out _));
        Assert.True(WireValue.TryParse(attest, out TpmsAttest? now, out _));
        ClockComparison clock = ClockComparison.Of(before, now);
        return $"clock {clock.Movement}{(clock.Safe == before.ClockInfo.Safe ? "" : " safe changed")}{(clock.FirmwareChanged ? " firmware" : "")}";
    }

    private static TpmlPcrSelection Asked(string quote) => quote switch
    {
        "quote-p384-sha384" => TpmlPcrSelection.Of(TpmAlgId.Sha384, Enumerable.Range(0, 11)),
        "quote-p256-sha256" => TpmlPcrSelection.Of(TpmAlgId.Sha256, [.. Enumerable.Range(0, 11), 14]),
        _ => TpmlPcrSelection.Of(TpmAlgId.Sha256, Enumerable.Range(0, 11)),
    };

    private static PcrValues Pcrs(string quote)
    {
        Assert.True(PcrFile.TryParse(TpmVectors.Bytes($"swtpm-a/{quote}.pcrs"), out PcrValues? values, out string problem), problem);
        return values;
    }

    private static AttestationKey Ak(string quote)
    {
        string name = "ak-" + quote.Split('-')[1];
        Assert.True(WireValue.TryParseSized(TpmVectors.Bytes($"swtpm-a/{name}.tpm2b_public"), out TpmtPublic? area, out _));
        return AttestationKey.Of(area);
    }

    private static AttestationKey Resigner()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(TpmVectors.Text("swtpm-a/broken-quote-p256-sha256/resigner.pub.pem"));
        return AttestationKey.OfSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo())!;
    }
}
