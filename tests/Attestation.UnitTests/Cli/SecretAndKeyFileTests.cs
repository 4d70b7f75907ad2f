using System.Security.Cryptography;
using Attestation.Cli;
using Attestation.Formats.Ear;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Cli;

/// <summary>Secrets are named and never shown; a verifier's published key set is a key file.</summary>
public sealed class SecretAndKeyFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("scheme 1", "A20101025820")]
    [InlineData("scheme 2", "A30102025820")]
    public void FusesAreNotShown(string description, string head)
    {
        const string Secret = "5EC4E75EC4E75EC4E75EC4E75EC4E75EC4E75EC4E75EC4E75EC4E75EC4E7AAAA";
        string file = Write("fuse.cbor", Convert.FromHexString(head + Secret + (head[1] == '3' ? "035820" + Secret : "")));
        Attest run = Attest.Run("inspect", file);
        Assert.Equal(ExitCodes.Good, run.ExitCode);
        Assert.Contains("fuses", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("5ec4e7", run.Out + run.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void APrivateKeyShowsItsPublicHalfOnly()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string d = Convert.ToHexStringLower(key.ExportParameters(true).D!);
        string x = Convert.ToHexStringLower(key.ExportParameters(false).Q.X!);
        Attest run = Attest.Run("inspect", Write("key.pem", System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem())));
        Assert.Equal(ExitCodes.Good, run.ExitCode);
        Assert.Contains(x, run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(d, run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the right id among two", "k1", ExitCodes.Good)]
    [InlineData("another key's id", "k2", ExitCodes.Refused)]
    [InlineData("an id that nobody has", "k3", ExitCodes.Usage)]
    public void AKeySetIsSearchedByKeyId(string description, string keyId, int expected)
    {
        using SigningKey first = NewKey(), second = NewKey();
        string set = Write("keys.json", System.Text.Encoding.UTF8.GetBytes($$"""{"keys":[{{Jwk.Write(first.PublicKey, "k1")}},{{Jwk.Write(second.PublicKey, "k2")}}]}"""));
        string result = Write("r.jwt", System.Text.Encoding.ASCII.GetBytes(EarWriter.SignJwt(Claims(), first, keyId)));
        Assert.True(Attest.Run("ear", "verify", result, "--key", set).ExitCode == expected, description);
    }

    [Fact]
    public void TheDiscoveryDocumentIsAKeyFile()
    {
        using SigningKey key = NewKey();
        string document = Write("discovery.json", System.Text.Encoding.UTF8.GetBytes($$"""{"ear-verification-key":{{Jwk.Write(key.PublicKey)}},"version":"1"}"""));
        string result = Write("r.jwt", System.Text.Encoding.ASCII.GetBytes(EarWriter.SignJwt(Claims(), key)));
        Assert.Equal(ExitCodes.Good, Attest.Run("ear", "verify", result, "--key", document).ExitCode);
    }

    [Theory]
    [InlineData("a stored appraisal", """{"id":"00","status":"affirming","trustVector":{},"findings":[]}""", "stored appraisal")]
    [InlineData("a policy", """{"id":"line-7","require":["code"]}""", "appraisal policy line-7")]
    [InlineData("a session", """{"nonce":"AA==","accept":[],"status":"waiting"}""", "challenge-response session")]
    public void DocumentsOfTheServiceAreKnown(string description, string json, string kind)
    {
        Attest run = Attest.Run("inspect", Write("d.json", System.Text.Encoding.UTF8.GetBytes(json)));
        Assert.True(run.ExitCode == ExitCodes.Good && run.Out.Contains(kind, StringComparison.Ordinal), description + run.Out + run.Error);
    }

    [Fact]
    public void AKeySetWithAPrivateMemberIsRefusedUnshown()
    {
        string set = Write("keys.json", """{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}]}"""u8.ToArray());
        Attest run = Attest.Run("inspect", set);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.DoesNotContain("nWGxne", run.Out + run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static EarClaims Claims() => new()
    {
        IssuedAt = 1_700_000_000,
        VerifierDeveloper = "tests",
        VerifierBuild = "1",
        Submodules = new Dictionary<string, EarAppraisal> { ["device"] = new() { Status = EarStatus.Affirming } },
    };

    private static SigningKey NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(SigningKey.TryParsePkcs8(key.ExportPkcs8PrivateKey(), out SigningKey signing, out _));
        return signing;
    }

    private string Write(string name, byte[] content)
    {
        string path = folder[name];
        File.WriteAllBytes(path, content);
        return path;
    }
}
