using System.Text.Json.Nodes;
using Attestation.Cli;
using Attestation.UnitTests.Tpm;

namespace Attestation.UnitTests.Cli;

/// <summary><c>attest tpm makecredential</c>: form of the file and refusals. That a TPM opens it is a system test.</summary>
public sealed class MakeCredentialCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("RSA EK", "ek-rsa2048.tpm2b_public", "cred-rsa2048-ak-p256.tools_blob")]
    [InlineData("P-256 EK", "ek-p256.tpm2b_public", "cred-p256-ak-p256.tools_blob")]
    [InlineData("P-384 EK as TPMT_PUBLIC", "ek-p384.tpmt_public", "cred-p384-ak-p384.tools_blob")]
    public void TheFileIsLikeTheOneOfTheTool(string what, string ek, string tools)
    {
        Attest run = Attest.Run([.. Arguments(ek), "--ak", Sample("ak-p256.tpm2b_public")]);
        Assert.True(run.ExitCode == ExitCodes.Good, what + run.Error);
        byte[] ours = File.ReadAllBytes(folder["credential"]), theirs = TpmVectors.Bytes("swtpm-a/" + tools);
        Assert.Equal(theirs.Length, ours.Length);
        Assert.Equal(theirs[..12], ours[..12]); // magic, version, size of the credential, size of its HMAC
        Assert.NotEqual(theirs[12..], ours[12..]);
    }

    [Fact]
    public void TheNameMayBeGivenInsteadOfTheKey()
    {
        string name = Convert.ToHexString(TpmVectors.Bytes("swtpm-a/ak-p256.name"));
        (int exitCode, JsonObject document) = Attest.Json([.. Arguments("ek-p256.tpm2b_public"), "--name", name]);
        Assert.Equal((ExitCodes.Good, name.ToLowerInvariant()), (exitCode, (string)document["keyName"]!));
        (exitCode, document) = Attest.Json([.. Arguments("ek-p256.tpm2b_public"), "--ak", Sample("ak-p256.tpmt_public")]);
        Assert.Equal((ExitCodes.Good, name.ToLowerInvariant()), (exitCode, (string)document["keyName"]!));
    }

    [Theory]
    [InlineData("neither name nor key", "ek-p256.tpm2b_public", "")]
    [InlineData("both", "ek-p256.tpm2b_public", "--ak ak-p256.tpm2b_public --name 00")]
    [InlineData("a key without a Name", "ek-p256.tpm2b_public", "--ak ak-p256.pub.pem")]
    [InlineData("a short Name", "ek-p256.tpm2b_public", "--name 000b00")]
    [InlineData("a bare EK", "ek-p256.pub.pem", "--ak ak-p256.tpm2b_public")]
    [InlineData("a signing key as EK", "ak-p256.tpm2b_public", "--ak ak-p256.tpm2b_public")]
    public void BadUsageExitsWith2AndWritesNothing(string what, string ek, string more)
    {
        string[] words = [.. more.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.StartsWith("ak-", StringComparison.Ordinal) ? Sample(word) : word)];
        Attest run = Attest.Run([.. Arguments(ek), .. words]);
        Assert.True(run.ExitCode == ExitCodes.Usage, what + run.Error);
        Assert.False(File.Exists(folder["credential"]));
    }

    [Fact]
    public void AnOutputThatCannotBeWrittenExitsWith3()
    {
        string[] arguments = [.. Arguments("ek-p256.tpm2b_public"), "--ak", Sample("ak-p256.tpm2b_public")];
        arguments[Array.IndexOf(arguments, folder["credential"])] = folder["no/such/folder"];
        Assert.Equal(ExitCodes.Failed, Attest.Run(arguments).ExitCode);
    }

    public void Dispose() => folder.Dispose();

    private static string Sample(string name) => TpmVectors.PathOf("swtpm-a/" + name);

    private string[] Arguments(string ek) =>
        ["tpm", "makecredential", "--ek", Sample(ek), "--secret", Sample("cred-secret.bin"), "--out", folder["credential"]];
}
