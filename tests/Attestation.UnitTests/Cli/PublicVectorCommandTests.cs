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
        using var folder = new TemporaryFolder();
        JsonObject pair = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(cases, "src", "ec-p256.jwk")))!.AsObject();
        pair.Remove("d");
        string key = folder["key.jwk"];
        File.WriteAllText(key, pair.ToJsonString());
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

    [PublicVectorFact("06-veraison")]
    public void ResultsVerifyAsTheirOwnersSay()
    {
        JsonObject vectors = JsonNode.Parse(PublicVectors.Text("06-veraison/ear/ear_jwt.json"))!.AsObject();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["key.jwk"], vectors["public_jwk"]!.ToJsonString());
        int good = 0, refused = 0;
        foreach (JsonNode? one in vectors["cases"]!.AsArray().Where(c => c!["expect"]!.ToString().StartsWith("verify", StringComparison.Ordinal)))
        {
            File.WriteAllText(folder["ear.jwt"], one!["token"]!.ToString());
            Attest run = Attest.Run("ear", "verify", folder["ear.jwt"], "--key", folder["key.jwk"]);
            bool accept = one["expect"]!.ToString() == "verify OK";
            Assert.True(accept == (run.ExitCode == ExitCodes.Good), run.Out + run.Error);
            good += accept ? 1 : 0;
            refused += accept ? 0 : 1;
        }
        Assert.Equal((1, 5), (good, refused));
    }

    [PublicVectorTheory("06-veraison")]
    [InlineData("dice/open/_CBOR_Ed25519_cert_full_cert_chain_0.cert", "dice/open/_X509_Ed25519_uds_cert.cert", ExitCodes.Good)]
    [InlineData("dice/open/_CBOR_Ed25519_cert_full_cert_chain_1.cert", "dice/open/_X509_Ed25519_uds_cert.cert", ExitCodes.Refused)]
    public void ASingleCborCertificateIsVerifiedUnderTheKeyAboveIt(string file, string issuer, int exitCode)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["key.hex"], UdsKey(PublicVectors.PathOf("06-veraison/" + issuer)));
        Assert.Equal(exitCode, Attest.Run("dice", "verify", PublicVectors.PathOf("06-veraison/" + file), "--anchor", folder["key.hex"]).ExitCode);
        Assert.Equal(ExitCodes.Usage, Attest.Run("dice", "verify", PublicVectors.PathOf("06-veraison/" + file)).ExitCode);
    }

    [PublicVectorTheory("06-veraison")]
    [InlineData("02-android-dice/hwtrust/dice/valid_p256.chain", "DICE chain (CBOR, as in the Android profile)")]
    [InlineData("06-veraison/corim/corim/testcases/signed-good-corim.cbor", "signed CoRIM")]
    [InlineData("06-veraison/corim/corim/testcases/unsigned-good-corim.cbor", "unsigned CoRIM")]
    [InlineData("06-veraison/rust-ear/ec_key_pub.jwk", "public key (JWK)")]
    [InlineData("06-veraison/rust-ear/ec_key_pub.pem", "public key (PEM)")]
    [InlineData("06-veraison/cmw/collection-cbor-ok.cbor", "CMW collection (CBOR)")]
    [InlineData("06-veraison/cmw/collection-ok.json", "CMW collection (JSON)")]
    [InlineData("06-veraison/dice/open/_X509_Ed25519_uds_cert.cert", "X.509 certificate")]
    [InlineData("06-veraison/dice/open/_CBOR_Ed25519_cert_full_cert_chain_0.cert", "DICE certificate (CBOR)")]
    public void InspectSaysWhatAFileIs(string file, string kind)
    {
        (int exitCode, JsonObject document) = Attest.Json("inspect", PublicVectors.PathOf(file));
        Assert.Equal((ExitCodes.Good, kind), (exitCode, document["kind"]!.ToString()));
        Assert.NotEmpty(document["content"]!.AsObject());
    }

    [PublicVectorFact("06-veraison")]
    public void APrivateKeyIsRefusedWithoutShowingIt()
    {
        string path = PublicVectors.PathOf("06-veraison/corim/corim/testcases/src/ec-p256.jwk");
        foreach (Attest run in new[] { Attest.Run("inspect", path), Attest.Run("ear", "verify", path, "--key", path) })
        {
            Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Out));
            Assert.Contains("jwk.private", run.Error, StringComparison.Ordinal);
        }
    }

    [PublicVectorFact("06-veraison")]
    public void InspectNeverEndsWithADefectOfItsOwn()
    {
        string[] files = [.. PublicVectors.Files("06-veraison", recursive: true).Concat(PublicVectors.Files("02-android-dice", recursive: true)).Concat(PublicVectors.Files("01-open-dice", recursive: true))];
        Assert.All(files, file => Assert.NotEqual(ExitCodes.Failed, Attest.Run("inspect", file).ExitCode));
        Assert.True(files.Length > 100);
    }

    private static string UdsKey(string certificate)
    {
        (_, JsonObject document) = Attest.Json("inspect", certificate);
        return document["content"]!["key"]!["public"]!.ToString();
    }
}
