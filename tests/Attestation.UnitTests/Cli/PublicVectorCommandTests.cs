using System.Text.Json.Nodes;
using Attestation.Cli;

namespace Attestation.UnitTests.Cli;

/// <summary>Other people's files through the command line.</summary>
public sealed class PublicVectorCommandTests
{
    [PublicVectorTheory("02-android-dice")]
    [InlineData("valid_ed25519.chain", ExitCodes.Good, "", 8)]
    [InlineData("valid_p256.chain", ExitCodes.Good, "", 3)]
    [InlineData("bad_p256.chain", ExitCodes.Refused, "dice.chain.signature", 0)]
    [InlineData("cf_degenerate.chain", ExitCodes.Refused, "dice.chain.degenerate", 0)]
    public void AndroidChainsEndAsTheirOwnersSay(string file, int exitCode, string reason, int layers)
    {
        string path = PublicVectors.PathOf($"02-android-dice/hwtrust/dice/{file}");
        (int actual, JsonObject document) = Attest.Json("dice", "verify", path, "--profile", "android");
        Assert.Equal(exitCode, actual);
        Assert.False((bool)document["anchored"]!);
        Assert.Equal(reason, document["findings"]!.AsArray().FirstOrDefault()?["code"]?.ToString() ?? "");
        Assert.Equal(layers, document["layers"]?.AsArray().Count ?? 0);
    }

    [PublicVectorTheory("06-veraison")]
    [InlineData("signed-good-corim.cbor")]
    [InlineData("signed-example-corim.cbor")]
    [InlineData("signed-corim-with-extensions.cbor")]
    public void SignedCorimsVerifyWithTheirJwk(string file)
    {
        string cases = PublicVectors.PathOf("06-veraison/corim/corim/testcases");
        string key = System.IO.Path.Combine(cases, "src", "ec-p256.jwk");
        (int good, JsonObject document) = Attest.Json("corim", "verify", System.IO.Path.Combine(cases, file), "--key", key);
        Assert.Equal(ExitCodes.Good, good);
        Assert.StartsWith("ACME Ltd signing key", document["signer"]!.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(document["notUsed"]!.AsArray());
    }

    [PublicVectorTheory("06-veraison")]
    [InlineData("unsigned-good-corim.cbor")]
    [InlineData("unsigned-example-corim.cbor")]
    public void UnsignedCorimsAreRefusedAsThat(string file)
    {
        (int exitCode, JsonObject document) = Attest.Json("corim", "verify", PublicVectors.PathOf($"06-veraison/corim/corim/testcases/{file}"));
        Assert.Equal(ExitCodes.Refused, exitCode);
        Assert.Equal("policy.unsigned-corim", document["findings"]![0]!["code"]!.ToString());
    }
}
