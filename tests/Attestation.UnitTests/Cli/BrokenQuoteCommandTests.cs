using System.Text.Json.Nodes;
using Attestation.Cli;
using Attestation.UnitTests.Tpm;

namespace Attestation.UnitTests.Cli;

/// <summary>Every damaged quote through <c>attest tpm check-quote</c>, as it was signed and as it was validly signed again.</summary>
public sealed class BrokenQuoteCommandTests
{
    private const string Good = "0";

    /// <summary>Exit code and reason; what is not here fails by its signature. TPM2B_ATTEST is a form that --quote takes.</summary>
    private static readonly Dictionary<string, string> AsSigned = new()
    {
        ["good"] = Good,
        ["ecdsa-malleated-s"] = Good,
        ["tpm2b-wrapped"] = Good,
        ["sig-truncated"] = "2 tpm.quote.signature-form",
        ["sig-empty"] = "2 tpm.quote.signature-form",
        ["sig-trailing-byte"] = "2 tpm.quote.signature-form",
        ["sig-alg-null"] = "1 tpm.quote.signature-absent",
        ["sig-hash-sha1"] = "1 tpm.quote.signature-sha1",
        ["ecdsa-zero-r-s"] = "1 tpm.quote.signature-range",
        ["wrong-nonce"] = "1 tpm.quote.nonce",
        ["nonce-prefix-only"] = "1 tpm.quote.nonce",
        ["nonce-empty"] = "2 tpm.quote.nonce-not-asked",
    };

    /// <summary>Under a valid signature. Clock and firmware are plausible in themselves: only a comparison with an earlier quote tells.</summary>
    private static readonly Dictionary<string, string> Resigned = new()
    {
        ["magic-wrong"] = "1 tpm.quote.magic",
        ["magic-zero"] = "1 tpm.quote.magic",
        ["type-nv"] = "1 tpm.quote.type",
        ["type-certify"] = "1 tpm.quote.type",
        ["type-time"] = "1 tpm.quote.type",
        ["type-creation"] = "1 tpm.quote.type",
        ["type-zero"] = "1 tpm.quote.type",
        ["attest-truncated-0"] = "2 tpm.quote.truncated",
        ["attest-truncated-1"] = "2 tpm.quote.truncated",
        ["attest-truncated-4"] = "2 tpm.quote.truncated",
        ["attest-truncated-6"] = "2 tpm.quote.truncated",
        ["attest-truncated-8"] = "2 tpm.quote.truncated",
        ["attest-truncated-72"] = "2 tpm.quote.truncated",
        ["attest-truncated-144"] = "2 tpm.quote.truncated",
        ["attest-trailing-byte"] = "2 tpm.quote.trailing",
        ["signer-size-ffff"] = "2 tpm.quote.truncated",
        ["extradata-size-ffff"] = "2 tpm.quote.truncated",
        ["pcrsel-count-huge"] = "2 tpm.quote.too-many",
        ["pcrsel-sizeofselect-255"] = "2 tpm.quote.malformed",
        ["pcrsel-bit-flipped"] = "1 tpm.quote.pcr-not-quoted",
        ["pcrdigest-flipped"] = "1 tpm.quote.digest",
        ["pcrdigest-empty"] = "1 tpm.quote.digest-size",
        ["resetcount-plus-1"] = Good,
        ["clock-plus-1"] = Good,
        ["safe-flipped"] = Good,
        ["firmware-flipped"] = Good,
        ["tpm2b-wrapped"] = "1 tpm.quote.signature",
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

    public static TheoryData<string> ResignedCases => [.. Directory.EnumerateDirectories(TpmVectors.PathOf("swtpm-a/broken-quote-p256-sha256"))
        .Where(folder => File.Exists(Path.Combine(folder, "sig-resigned"))).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void AsSignedEachEndsWithItsOwnReason(string name, string quote)
    {
        string expected = name == "sig-alg-swapped"
            ? quote.Contains("rsa") ? "1 tpm.quote.signature-scheme-key" : "1 tpm.quote.signature-scheme"
            : AsSigned.GetValueOrDefault(name, "1 tpm.quote.signature");
        Assert.Equal(expected, Check(quote, name, "sig", $"swtpm-a/ak-{quote.Split('-')[1]}.tpm2b_public"));
    }

    [Theory]
    [MemberData(nameof(ResignedCases))]
    public void ValidlySignedAgainEachEndsWithItsOwnReason(string name) =>
        Assert.Equal(Resigned[name], Check("quote-p256-sha256", name, "sig-resigned", "swtpm-a/broken-quote-p256-sha256/resigner.pub.pem"));

    /// <summary>Exit code and first reason.</summary>
    private static string Check(string quote, string name, string signature, string ak)
    {
        string folder = $"swtpm-a/broken-{quote}/{name}";
        (int exitCode, JsonObject document) = Attest.Json(
            "tpm", "check-quote", "--quote", TpmVectors.PathOf($"{folder}/attest"), "--signature", TpmVectors.PathOf($"{folder}/{signature}"),
            "--ak", TpmVectors.PathOf(ak), "--nonce", TpmVectors.Text($"{folder}/nonce.hex"), "--pcrs", TpmVectors.PathOf($"swtpm-a/{quote}.pcrs"));
        Assert.Equal(exitCode == ExitCodes.Good, (bool)document["verified"]!);
        return exitCode == ExitCodes.Good ? Good : $"{exitCode} {document["findings"]![0]!["code"]}";
    }
}
