using System.Text.Json.Nodes;
using Attestation.Cli;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;
using Attestation.UnitTests.Tpm;
using Attestation.UnitTests.Tpm.Software;

namespace Attestation.UnitTests.Cli;

/// <summary><c>attest tpm check-quote</c> over the quotes of tests/vectors/tpm/swtpm-a.</summary>
public sealed class CheckQuoteCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("RSASSA", "quote-rsassa-sha256", "ak-rsassa.tpm2b_public")]
    [InlineData("RSAPSS", "quote-rsapss-sha256", "ak-rsapss.tpm2b_public")]
    [InlineData("P-256", "quote-p256-sha256", "ak-p256.tpm2b_public")]
    [InlineData("P-256 from TPMT_PUBLIC", "quote-p256-sha256", "ak-p256.tpmt_public")]
    [InlineData("P-256 from PEM", "quote-p256-sha256", "ak-p256.pub.pem")]
    [InlineData("RSASSA from TPMT_PUBLIC", "quote-rsassa-sha256", "ak-rsassa.tpmt_public")]
    [InlineData("RSAPSS from PEM", "quote-rsapss-sha256", "ak-rsapss.pub.pem")]
    [InlineData("P-384", "quote-p384-sha384", "ak-p384.tpm2b_public")]
    [InlineData("P-384 from PEM", "quote-p384-sha384", "ak-p384.pub.pem")]
    [InlineData("a key of the owner hierarchy", "quote-owner-sha256", "ak-owner.tpm2b_public")]
    [InlineData("the SHA-1 bank", "quote-p256-sha1bank", "ak-p256.tpm2b_public")]
    [InlineData("two banks", "quote-p256-twobanks", "ak-p256.tpm2b_public")]
    [InlineData("another selection", "quote-p256-otherpcrs", "ak-p256.tpm2b_public")]
    public void AGoodQuoteIsVerified(string what, string quote, string ak)
    {
        (int exitCode, JsonObject document) = Attest.Json(Arguments(quote, ak, Sample(quote + ".pcrs")));
        Assert.True(exitCode == ExitCodes.Good, what + document);
        Assert.True((bool)document["verified"]!);
        Assert.Empty(document["findings"]!.AsArray());
        Assert.Equal(["passed", "passed", "passed", "passed", "passed", "passed", "passed", "not-asked", "passed", "passed", "passed", "passed"], Steps(document));
        Assert.Equal(SampleQuotes.Pcrs(quote).Count, document["pcrs"]!.AsObject().Count);
        Assert.Equal(ak.EndsWith(".pem", StringComparison.Ordinal), document["ak"]!["name"] is null);
    }

    [Fact]
    public void PeopleReadStepsFirmwareClockAndSelection()
    {
        Attest run = Attest.Run(Arguments("quote-p256-twobanks", "ak-p256.pub.pem", null));
        Assert.Equal((ExitCodes.Good, ""), (run.ExitCode, run.Error));
        AuthenticQuote quote = SampleQuotes.Authentic("quote-p256-twobanks", "ak-p256");
        Assert.Contains(": verified\n  step  1  passed     the signature is a TPMT_SIGNATURE\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("\n  step 12  not asked  ", run.Out, StringComparison.Ordinal);
        Assert.Contains($"  firmware:      0x{quote.Attest.FirmwareVersion:x16}\n", run.Out, StringComparison.Ordinal);
        Assert.Contains($"  clock:         {quote.Attest.ClockInfo.Clock} ms, resets {quote.Attest.ClockInfo.ResetCount}, ", run.Out, StringComparison.Ordinal);
        Assert.Contains($"  PCRs:          {quote.Info.PcrSelect}\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("came without its attributes", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void ASizedAttestationIsTaken()
    {
        byte[] attest = SampleQuotes.Attest(SampleQuotes.P256);
        string wrapped = Write("wrapped", [(byte)(attest.Length >> 8), (byte)(attest.Length & 0xFF), .. attest]);
        Attest run = Attest.Run("tpm", "check-quote", "--quote", wrapped, "--signature", Sample(SampleQuotes.P256 + ".sig"), "--ak", Sample("ak-p256.tpm2b_public"), "--nonce", Nonce);
        Assert.Equal(ExitCodes.Good, run.ExitCode);
    }

    [Theory]
    [InlineData("lines", false, false)]
    [InlineData("lines in upper case with comments", true, false)]
    [InlineData("YAML", false, true)]
    public void TextFormsOfPcrsAreTheSameAsTheFileOfTheTool(string form, bool upper, bool yaml)
    {
        var all = SampleQuotes.Pcrs(SampleQuotes.P256).All.ToArray();
        IEnumerable<string> lines = yaml
            ? ["  sha256:", .. all.Select(pcr => $"    {pcr.Index,-2}: 0x{Convert.ToHexString(pcr.Value)}")]
            : all.Select(pcr => $"sha256:{pcr.Index} {Convert.ToHexStringLower(pcr.Value)}");
        string text = string.Join('\n', upper ? ["# golden", .. lines.Select(line => line.ToUpperInvariant() + " # seen")] : lines);
        string good = Write("pcrs.txt", System.Text.Encoding.ASCII.GetBytes(text + "\n"));
        Assert.True(Attest.Run(Arguments(SampleQuotes.P256, "ak-p256.tpm2b_public", good)).ExitCode == ExitCodes.Good, form);
        int last = text.LastIndexOf(Convert.ToHexString(all[^1].Value)[60..], StringComparison.OrdinalIgnoreCase);
        string bad = Write("bad.txt", System.Text.Encoding.ASCII.GetBytes(text[..last] + (text[last] == '0' ? '1' : '0') + text[(last + 1)..] + "\n"));
        AssertRefused(Arguments(SampleQuotes.P256, "ak-p256.tpm2b_public", bad), "tpm.quote.digest");
    }

    [Theory]
    [InlineData("values of another bank", "quote-p256-sha1bank", "quote-p256-sha256", "tpm.quote.bank")]
    [InlineData("a PCR too many", "quote-p256-otherpcrs", "quote-p256-sha256", "tpm.quote.pcr-not-quoted")]
    [InlineData("a bank too many", "quote-p256-sha256", "quote-p256-twobanks", "tpm.quote.pcr-not-quoted")]
    [InlineData("a PCR missing", "quote-p256-sha256", "quote-p256-otherpcrs", "tpm.quote.pcr-not-supplied")]
    [InlineData("a bank missing", "quote-p256-twobanks", "quote-p256-sha256", "tpm.quote.pcr-not-supplied")]
    [InlineData("a later state", "quote-p256-sha256", "clock6-same-boot-pcr10-moved", "tpm.quote.pcr-not-supplied")]
    public void OtherValuesThanTheQuotedAreRefused(string what, string quote, string pcrs, string code) =>
        AssertRefused(Arguments(quote, "ak-p256.tpm2b_public", Sample(pcrs + ".pcrs")), code, what);

    [Fact]
    public void EveryPcrSuppliedButNotQuotedIsListed()
    {
        (int exitCode, JsonObject document) = Attest.Json(Arguments(SampleQuotes.P256, "ak-p256.tpm2b_public", Sample("pcrs.yaml")));
        Assert.Equal(ExitCodes.Refused, exitCode);
        string[] unquoted = [.. Findings(document).Where(f => (string)f["code"]! == "tpm.quote.pcr-not-quoted").Select(f => (string)f["actual"]!)];
        Assert.Equal(72 - 12, unquoted.Length);
        Assert.Contains("sha1:0", unquoted);
        Assert.Contains("sha256:23", unquoted);
    }

    [Fact]
    public void PeopleReadTheSentenceOnceForAllUnquotedPcrs()
    {
        string text = Attest.Run(Arguments(SampleQuotes.P256, "ak-p256.tpm2b_public", Sample("pcrs.yaml"))).Out;
        Assert.Single(text.Split('\n'), line => line.StartsWith("  tpm.quote.pcr-not-quoted at ", StringComparison.Ordinal));
        Assert.Contains("sha1:0, sha1:1, ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("P-256", "quote-p256-sha256", "ak-p256", "ek-p256.tpm2b_public")]
    [InlineData("RSASSA", "quote-rsassa-sha256", "ak-rsassa", "ek-rsa2048.tpmt_public")]
    [InlineData("P-384", "quote-p384-sha384", "ak-p384", "ek-p384.tpm2b_public")]
    public void TheSignerIsAChildOfItsEndorsementKey(string what, string quote, string ak, string ek)
    {
        (int exitCode, JsonObject document) = Attest.Json([.. Arguments(quote, ak + ".tpm2b_public", null), "--ek", Sample(ek)]);
        Assert.True(exitCode == ExitCodes.Good, what + document);
        Assert.Equal("passed", Steps(document).ElementAt(7));
        Assert.Equal(Convert.ToHexStringLower(TpmVectors.Bytes($"swtpm-a/{ak}.qname")), (string)document["quote"]!["qualifiedSigner"]!);
    }

    [Theory]
    [InlineData("another endorsement key", "quote-p256-sha256", "ak-p256", "ek-rsa2048.tpm2b_public")]
    [InlineData("a key of the owner hierarchy", "quote-owner-sha256", "ak-owner", "ek-p256.tpm2b_public")]
    public void ASignerUnderAnotherParentIsRefused(string what, string quote, string ak, string ek) =>
        AssertRefused([.. Arguments(quote, ak + ".tpm2b_public", null), "--ek", Sample(ek)], "tpm.quote.signer", what);

    [Fact]
    public void ABareKeyHasNoParent()
    {
        Attest run = Attest.Run([.. Arguments(SampleQuotes.P256, "ak-p256.pub.pem", null), "--ek", Sample("ek-p256.tpm2b_public")]);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--ek needs the public area", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AllRefusalsAreToldWithTheirSteps()
    {
        string[] arguments = Arguments("quote-p256-otherpcrs", "ak-p256.tpm2b_public", Sample("quote-p256-sha256.pcrs"), nonce: "00");
        (int exitCode, JsonObject document) = Attest.Json(arguments);
        Assert.Equal(ExitCodes.Refused, exitCode);
        Assert.Contains(Findings(document), f => (int)f["step"]! == 9 && (string)f["code"]! == "tpm.quote.nonce" && (string)f["actual"]! == Nonce);
        Assert.Contains(Findings(document), f => (int)f["step"]! == 11 && (string)f["code"]! == "tpm.quote.pcr-not-quoted");
        Assert.Null(document["pcrs"]);
        string text = Attest.Run(arguments).Out;
        Assert.Contains("  tpm.quote.nonce at step 9, ", text, StringComparison.Ordinal);
        Assert.Contains("  step  9  failed     the qualifying data is the nonce\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("an unrestricted key", "quote-unrestricted", "unrestricted.tpm2b_public", "tpm.ak.not-restricted")]
    [InlineData("a quote forged with one", "forged-by-unrestricted", "unrestricted.tpmt_public", "tpm.ak.not-restricted")]
    [InlineData("another key", "quote-p256-sha256", "ak-owner.tpm2b_public", "tpm.quote.signature")]
    [InlineData("a certification", "certify-p256", "ak-p256.tpm2b_public", "tpm.quote.type")]
    [InlineData("no nonce in it", "quote-p256-nononce", "ak-p256.tpm2b_public", "tpm.quote.nonce-absent")]
    [InlineData("no PCR in it", "quote-p256-empty", "ak-p256.tpm2b_public", "tpm.quote.selection-empty")]
    public void WhatIsNoQuoteOfAnAttestationKeyIsRefused(string what, string quote, string ak, string code) =>
        AssertRefused(Arguments(quote, ak, null), code, what);

    [Theory]
    [InlineData("no such file", "nowhere", "ak-p256.tpm2b_public", "00")]
    [InlineData("a key that is none", "quote-p256-sha256.attest", "nonce.bin", "00")]
    [InlineData("a nonce that is not hexadecimal", "quote-p256-sha256.attest", "ak-p256.tpm2b_public", "xyz")]
    public void BadUsageExitsWith2(string what, string quote, string ak, string nonce)
    {
        Attest run = Attest.Run("tpm", "check-quote", "--quote", Sample(quote), "--signature", Sample("quote-p256-sha256.sig"), "--ak", Sample(ak), "--nonce", nonce);
        Assert.True(run.ExitCode == ExitCodes.Usage, what);
        Assert.Empty(run.Out);
        Assert.StartsWith("attest: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AReasonIsExplained()
    {
        Attest run = Attest.Run("explain", "tpm.quote.nonce");
        Assert.Equal(ExitCodes.Good, run.ExitCode);
        Assert.Contains("not the nonce", run.Out, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static string Nonce => TpmVectors.Text("swtpm-a/nonce.hex").ToLowerInvariant();

    private static string Sample(string name) => TpmVectors.PathOf("swtpm-a/" + name);

    private static string[] Arguments(string quote, string ak, string? pcrs, string? nonce = null) =>
    [
        "tpm", "check-quote", "--quote", Sample(quote + ".attest"), "--signature", Sample(quote + ".sig"), "--ak", Sample(ak), "--nonce", nonce ?? Nonce,
        .. pcrs is null ? (string[])[] : ["--pcrs", pcrs],
    ];

    private static void AssertRefused(string[] arguments, string code, string what = "")
    {
        (int exitCode, JsonObject document) = Attest.Json(arguments);
        Assert.True(exitCode == ExitCodes.Refused, what + document);
        Assert.False((bool)document["verified"]!);
        Assert.Contains(code, Findings(document).Select(f => (string)f["code"]!));
        Assert.Contains("failed", Steps(document));
    }

    private static IEnumerable<JsonNode> Findings(JsonObject document) => document["findings"]!.AsArray().OfType<JsonNode>();

    private static IEnumerable<string> Steps(JsonObject document) => document["steps"]!.AsArray().Select(step => (string)step!["result"]!);

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(folder[name], bytes);
        return folder[name];
    }
}
