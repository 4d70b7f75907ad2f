using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Attestation.Cli;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;
using Attestation.UnitTests.Appraisal;

namespace Attestation.UnitTests.Cli;

/// <summary>The commands over one virtual device's files, as a CI engineer has them.</summary>
public sealed class AppraiseCommandTests : IDisposable
{
    private readonly Bench bench = new();
    private readonly TemporaryFolder folder = new();
    private readonly string nonce = Convert.ToHexStringLower(Bench.Nonce);
    private readonly string udsKeyHash;

    public AppraiseCommandTests()
    {
        using WorldDevice device = bench.Device("cli");
        using BootedBoard booted = device.Board.Boot();
        byte[] evidence = booted.Attest(Bench.Nonce);
        Write("evidence.cbor", evidence);
        Write("changed.cbor", [.. evidence[..^1], (byte)(evidence[^1] ^ 1)]);
        Write("release.corim", bench.World.Current.Corim);
        Write("device.corim", device.Made.Endorsement);
        udsKeyHash = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(device.Made.UdsKey.PublicBytes.Span));
        Write("corim.pub", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bench.World.Authority.CorimKey.PublicKey.PublicBytes.Span)));
        Write("ca.der", bench.World.Authority.Certificate);
        Write("strict.json", "{\"id\":\"strict\",\"minimumStrength\":192}"u8.ToArray());
        Write("broken.json", "{\"id\":\"x\",\"requires\":[]}"u8.ToArray());
    }

    [Fact]
    public void AGenuineDeviceExitsWith0AndSaysSo()
    {
        Attest run = Attest.Run(Arguments("evidence.cbor"));
        Assert.Equal((ExitCodes.Good, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("verdict: affirming (policy default)\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("| 2     | svn       |", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void TheJsonHasEverything()
    {
        (int exitCode, JsonObject document) = Attest.Json(Arguments("evidence.cbor"));
        Assert.Equal(ExitCodes.Good, exitCode);
        Assert.Equal("affirming", document["status"]!.ToString());
        Assert.Equal(World.Model, document["device"]!["model"]!.ToString());
        Assert.Equal("{\"instance-identity\":2,\"configuration\":2,\"executables\":3,\"hardware\":2}", document["vector"]!.ToJsonString());
        Assert.Equal(15, document["compared"]!.AsArray().Count);
        Assert.Empty(document["findings"]!.AsArray());
    }

    [Theory]
    [InlineData("changed signature", "changed.cbor", "", "cose.signature")]
    [InlineData("stricter policy", "evidence.cbor", "--policy strict.json", "policy.strength")]
    [InlineData("another media type", "evidence.cbor", "--type application/cwt", "appraisal.media-type")]
    [InlineData("a CoRIM is no evidence", "release.corim", "", "appraisal.chain.missing")]
    public void ARefusalExitsWith1AndNamesItsReason(string defect, string evidence, string more, string reason)
    {
        string[] args = [.. Arguments(evidence), .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(InFolder)];
        Attest run = Attest.Run(args);
        Assert.True(run.ExitCode == ExitCodes.Refused, defect + run.Error);
        Assert.StartsWith("verdict: contraindicated", run.Out, StringComparison.Ordinal);
        Assert.Contains($"\n  {reason} at ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void AForeignNonceExitsWith1()
    {
        string[] args = Arguments("evidence.cbor");
        args[Array.IndexOf(args, nonce)] = new string('0', 64);
        (int exitCode, JsonObject document) = Attest.Json(args);
        Assert.Equal(ExitCodes.Refused, exitCode);
        Assert.Equal("appraisal.nonce", document["findings"]![0]!["code"]!.ToString());
    }

    [Theory]
    [InlineData("no evidence named", "appraise --nonce 00")]
    [InlineData("no such evidence", "appraise --evidence nowhere --nonce 0011223344556677")]
    [InlineData("nonce is not hexadecimal", "appraise --evidence evidence.cbor --nonce xyz")]
    [InlineData("unknown policy member", "appraise --evidence evidence.cbor --nonce 00 --policy broken.json")]
    [InlineData("CoRIM without its key", "appraise --evidence evidence.cbor --nonce 00 --corim release.corim")]
    [InlineData("anchor is a CoRIM", "appraise --evidence evidence.cbor --nonce 00 --anchor release.corim")]
    [InlineData("an option twice", "appraise --evidence evidence.cbor --evidence evidence.cbor --nonce 00")]
    [InlineData("time is not a time", "appraise --evidence evidence.cbor --nonce 00 --now yesterday-ish")]
    [InlineData("CoRIM is evidence", "corim verify evidence.cbor --key corim.pub")]
    [InlineData("signed CoRIM without a key", "corim verify release.corim")]
    public void BadUsageAndMalformedFilesExitWith2(string defect, string line)
    {
        Attest run = Attest.Run([.. line.Split(' ').Select(InFolder)]);
        Assert.True(run.ExitCode == ExitCodes.Usage, defect);
        Assert.Empty(run.Out);
        Assert.StartsWith("attest: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTimeOfTheJudgementIsTheOneGiven()
    {
        string[] args = Arguments("evidence.cbor");
        args[^1] = "2001-01-01T00:00:00Z";
        Attest run = Attest.Run([.. args]);
        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Contains("dice.chain.not-yet-valid", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void ACorimVerifiesWithItsSignersKeyOnly()
    {
        (int exitCode, JsonObject good) = Attest.Json("corim", "verify", folder["release.corim"], "--key", folder["corim.pub"]);
        Assert.Equal((ExitCodes.Good, 3), (exitCode, (int)good["referenceTriples"]!));
        (exitCode, JsonObject identity) = Attest.Json("corim", "verify", folder["device.corim"], "--key", folder["corim.pub"]);
        Assert.Equal((ExitCodes.Good, 1), (exitCode, (int)identity["identities"]!));
        (exitCode, JsonObject bad) = Attest.Json("corim", "verify", folder["release.corim"], "--key", folder["ca.der"]);
        Assert.Equal((ExitCodes.Refused, "cose.signature"), (exitCode, bad["findings"]![0]!["code"]!.ToString()));
    }

    [Fact]
    public void TheChainInTheEvidenceIsAnchoredInTheCa()
    {
        (int exitCode, JsonObject document) = Attest.Json("dice", "verify", folder["evidence.cbor"], "--anchor", folder["ca.der"], "--now", "2026-02-01T00:00:00Z");
        Assert.Equal((ExitCodes.Good, true, 3), (exitCode, (bool)document["anchored"]!, document["layers"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("as a word", false)]
    [InlineData("in a file", true)]
    public void OrInTheHashOfItsUdsKey(string where, bool inFile)
    {
        Write("uds.hash", Encoding.ASCII.GetBytes(udsKeyHash));
        Attest Verify(string anchor) => Attest.Run("dice", "verify", folder["evidence.cbor"], "--anchor", anchor, "--now", "2026-02-01T00:00:00Z");

        Assert.True(Verify(inFile ? folder["uds.hash"] : udsKeyHash).ExitCode == ExitCodes.Good, where);
        Assert.Equal(ExitCodes.Refused, Verify("sha256:" + new string('0', 64)).ExitCode);
        Assert.Equal(ExitCodes.Usage, Verify(udsKeyHash[..^2]).ExitCode);
        Assert.Equal(ExitCodes.Usage, Verify("sha256:neither hexadecimal nor a file").ExitCode);
    }

    public void Dispose()
    {
        folder.Dispose();
        bench.Dispose();
    }

    private string[] Arguments(string evidence) =>
    [
        "appraise", "--evidence", folder[evidence], "--nonce", nonce, "--corim", folder["release.corim"], "--corim", folder["device.corim"],
        "--corim-key", folder["corim.pub"], "--anchor", folder["ca.der"], "--now", "2026-02-01T00:00:00Z",
    ];

    private string InFolder(string word) => File.Exists(folder[word]) ? folder[word] : word;

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(folder[name], bytes);
}
