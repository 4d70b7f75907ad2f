using System.Text.Json.Nodes;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Cli;

/// <summary><c>attest ear verify</c> over results about worker nodes, which another program wrote (tests/vectors/ear).</summary>
public sealed class EarCommandTests
{
    [Theory]
    [InlineData("a JWT", "good-node.jwt")]
    [InlineData("a CWT", "good-node.cwt")]
    public void AResultTellsWhichNodeWasJudgedAndItsKeys(string form, string file)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["key.pem"], TestKeys.Ed25519.PublicKey.ToPem());
        (int exit, JsonObject document) = Attest.Json("ear", "verify", Path.Combine(PublicVectors.RepositoryRoot, "tests", "vectors", "ear", file), "--key", folder["key.pem"]);
        Assert.True(exit == 0, form);
        string text = document.ToJsonString();
        Assert.Contains("\"name\":\"worker-1\"", text, StringComparison.Ordinal);
        Assert.Contains($"\"kubeletKeySha256\":\"{string.Concat(Enumerable.Repeat("9c", 32))}\"", text, StringComparison.Ordinal);
        Assert.Contains("\"next\":300", text, StringComparison.Ordinal);
    }
}
