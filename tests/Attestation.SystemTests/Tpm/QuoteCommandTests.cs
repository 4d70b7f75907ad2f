using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Tpm;

/// <summary><c>attest tpm</c> as a process beside tpm2-tools on a software TPM.</summary>
public sealed class QuoteCommandTests : IAsyncLifetime
{
    private const string Selection = "sha1:0,7+sha256:0,7,10";

    private Swtpm swtpm = null!;

    public async Task InitializeAsync() => swtpm = await Swtpm.StartAsync();

    public async Task DisposeAsync() => await swtpm.DisposeAsync();

    /// <summary>RSAPSS is left out: tpm2_checkquote 5.4 cannot verify it.</summary>
    [Theory]
    [InlineData("rsa", "rsassa", "rsa")]
    [InlineData("ecc", "ecdsa", "ecc")]
    public async Task BothVerifyAFreshQuoteAndRefuseAnotherNonceOrState(string ek, string scheme, string key)
    {
        MakeKeys(ek, scheme, key);
        swtpm.Tool("tpm2_quote", "-c", "ak.ctx", "-l", Selection, "-q", "00aa", "-m", "attest", "-s", "sig", "-o", "pcrs", "-g", "sha256", "--scheme", scheme);
        foreach (string ak in (string[])["ak.pub", "ak.tpmt", "ak.pem"])
            await AgreeAsync(ak, "00aa", "pcrs", verified: true);
        await AgreeAsync("ak.pub", "00ab", "pcrs", verified: false);

        swtpm.Tool("tpm2_pcrextend", "10:sha256=" + new string('1', 64));
        swtpm.Tool("tpm2_pcrread", "-F", "serialized", "-o", "later", Selection);
        await AgreeAsync("ak.pub", "00aa", "later", verified: false);
    }

    [Fact]
    public async Task TheYamlOfTpm2PcrReadIsWhatTheQuoteCovers()
    {
        MakeKeys("ecc", "ecdsa", "ecc");
        swtpm.Tool("tpm2_quote", "-c", "ak.ctx", "-l", Selection, "-q", "00aa", "-m", "attest", "-s", "sig", "-g", "sha256", "--scheme", "ecdsa");
        await File.WriteAllTextAsync(At("yaml"), swtpm.Tool("tpm2_pcrread", Selection));
        (int code, JsonNode document) = await CheckQuoteAsync("ak.pub", "00aa", "yaml");
        Assert.Equal((0, 5), (code, document["pcrs"]!.AsObject().Count));
        await File.WriteAllTextAsync(At("yaml"), swtpm.Tool("tpm2_pcrread", Selection + ",14"));
        (code, document) = await CheckQuoteAsync("ak.pub", "00aa", "yaml");
        Assert.Equal((1, "tpm.quote.pcr-not-quoted"), (code, (string)document["findings"]![0]!["code"]!));
    }

    [Theory]
    [InlineData("rsa", "rsassa", "rsa", true)]
    [InlineData("ecc", "ecdsa", "ecc", false)]
    public async Task Tpm2ActivateCredentialOpensTheCredential(string ek, string scheme, string key, bool byName)
    {
        MakeKeys(ek, scheme, key);
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        await File.WriteAllBytesAsync(At("secret"), secret);
        string[] whose = byName ? ["--name", Convert.ToHexString(await File.ReadAllBytesAsync(At("ak.name")))] : ["--ak", At("ak.pub")];
        CommandRun made = await CommandRun.Of("attest", ["tpm", "makecredential", "--ek", At("ek.pub"), .. whose, "--secret", At("secret"), "--out", At("cred")]);
        Assert.True(made.ExitCode == 0, made.Error);

        swtpm.Tool("tpm2_startauthsession", "--policy-session", "-S", "s");
        swtpm.Tool("tpm2_policysecret", "-S", "s", "-c", "e");
        swtpm.Tool("tpm2_activatecredential", "-c", "ak.ctx", "-C", "ek.ctx", "-i", "cred", "-o", "out", "-P", "session:s");
        Assert.Equal(secret, await File.ReadAllBytesAsync(At("out")));
    }

    private void MakeKeys(string ek, string scheme, string key)
    {
        swtpm.Tool("tpm2_createek", "-G", ek, "-c", "ek.ctx", "-u", "ek.pub");
        swtpm.Tool("tpm2_flushcontext", "-t");
        swtpm.Tool("tpm2_createak", "-C", "ek.ctx", "-c", "ak.ctx", "-G", key, "-g", "sha256", "-s", scheme, "-u", "ak.pub", "-f", "tss", "-n", "ak.name");
        swtpm.Tool("tpm2_flushcontext", "-t");
        swtpm.Tool("tpm2_readpublic", "-c", "ak.ctx", "-f", "tpmt", "-o", "ak.tpmt");
        swtpm.Tool("tpm2_flushcontext", "-t");
        swtpm.Tool("tpm2_readpublic", "-c", "ak.ctx", "-f", "pem", "-o", "ak.pem");
        swtpm.Tool("tpm2_flushcontext", "-t");
    }

    private async Task AgreeAsync(string ak, string nonce, string pcrs, bool verified)
    {
        (int code, _, string error) = swtpm.TryTool("tpm2_checkquote", "-u", "ak.pem", "-m", "attest", "-s", "sig", "-f", pcrs, "-g", "sha256", "-q", nonce);
        Assert.True(code == 0 == verified, error);
        (int ours, JsonNode document) = await CheckQuoteAsync(ak, nonce, pcrs);
        Assert.True(ours == (verified ? 0 : 1), document.ToString());
        Assert.Equal(verified, (bool)document["verified"]!);
    }

    private async Task<(int Code, JsonNode Document)> CheckQuoteAsync(string ak, string nonce, string pcrs)
    {
        CommandRun run = await CommandRun.Of("attest", "tpm", "check-quote", "--quote", At("attest"), "--signature", At("sig"), "--ak", At(ak),
            "--nonce", nonce, "--pcrs", At(pcrs), "--json");
        Assert.Empty(run.Error);
        return (run.ExitCode, JsonNode.Parse(run.Output)!);
    }

    private string At(string name) => Path.Combine(swtpm.Work, name);
}
