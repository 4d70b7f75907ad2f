using System.Security.Cryptography;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.SystemTests.Tpm;

/// <summary>tpm2-tools as an independent peer: it verifies, activates and reads what the library made, and the reverse.</summary>
public sealed class ToolsInteropTests : IAsyncLifetime
{
    private const uint EkAt = 0x81010001;
    private const uint AkAt = 0x81010002;

    private Swtpm swtpm = null!;

    public async Task InitializeAsync() => swtpm = await Swtpm.StartAsync();

    public async Task DisposeAsync() => await swtpm.DisposeAsync();

    /// <summary>RSAPSS is left out: tpm2_checkquote 5.4 cannot verify it.</summary>
    [Theory]
    [InlineData("rsassa", "L-1", "sha256")]
    [InlineData("p256", "L-2", "sha256")]
    [InlineData("p384", "H-3", "sha384")]
    public async Task Tpm2CheckQuoteVerifiesOurQuotes(string kind, string ek, string hash)
    {
        TpmtPublic ak = await PersistAsync(kind, ek);
        await using (TpmConnection tpm = await swtpm.ConnectAsync())
        {
            TpmlPcrSelection asked = TpmlPcrSelection.Of(PcrFile.BankOf(hash)!.Value, 0, 7, 10);
            QuoteResponse quote = await tpm.SendAsync(new Quote(new TpmHandle(AkAt, TpmName.Of(ak)), [0xAA, 0xBB], TpmtScheme.Null, asked));
            Write("attest", quote.Quoted);
            Write("sig", WireValue.Encode(quote.Signature));
        }
        Write("ak.pem", System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", PublicKeys.ToSubjectPublicKeyInfo(ak))));
        swtpm.Tool("tpm2_pcrread", "-F", "serialized", "-o", "pcrs", $"{hash}:0,7,10");
        swtpm.Tool("tpm2_checkquote", "-u", "ak.pem", "-m", "attest", "-s", "sig", "-f", "pcrs", "-g", hash, "-q", "aabb");
        Assert.NotEqual(0, swtpm.TryTool("tpm2_checkquote", "-u", "ak.pem", "-m", "attest", "-s", "sig", "-f", "pcrs", "-g", hash, "-q", "aabc").Code);
        Assert.True(PcrFile.TryParse(Read("pcrs"), out PcrValues? pcrs, out string problem), problem);
        Assert.True(new UnverifiedQuote(Read("attest"), Read("sig")).TryVerify(AttestationKey.Of(ak), out AuthenticQuote? authentic, out _));
        Assert.Empty(authentic.Check(new QuoteExpectation([0xAA, 0xBB], null, pcrs)));
    }

    [Theory]
    [InlineData("rsassa", "L-1")]
    [InlineData("p256", "L-1")]
    [InlineData("p256", "L-2")]
    [InlineData("p384", "H-3")]
    public async Task Tpm2ActivateCredentialOpensOurs(string kind, string ek)
    {
        TpmtPublic ak = await PersistAsync(kind, ek);
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        Assert.True(Credential.TryMake(await PublicAsync(EkAt), TpmName.Of(ak), secret, RandomNumberGenerator.Fill, out Credential? credential));
        Write("cred", credential!.ToToolsFile());
        if (EkTemplates.All.Single(t => t.Id == ek).NeedsPolicy)
        {
            swtpm.Tool("tpm2_startauthsession", "--policy-session", "-S", "s");
            swtpm.Tool("tpm2_policysecret", "-S", "s", "-c", "e");
            swtpm.Tool("tpm2_activatecredential", "-c", $"0x{AkAt:x}", "-C", $"0x{EkAt:x}", "-i", "cred", "-o", "out", "-P", "session:s");
        }
        else
        {
            swtpm.Tool("tpm2_activatecredential", "-c", $"0x{AkAt:x}", "-C", $"0x{EkAt:x}", "-i", "cred", "-o", "out");
        }
        Assert.Equal(secret, Read("out"));
    }

    [Theory]
    [InlineData("rsassa", "L-1")]
    [InlineData("p256", "L-2")]
    [InlineData("p384", "H-3")]
    public async Task WeActivateWhatTpm2MakeCredentialMade(string kind, string ek)
    {
        TpmtPublic ak = await PersistAsync(kind, ek);
        TpmtPublic ekPublic = await PublicAsync(EkAt);
        byte[] secret = RandomNumberGenerator.GetBytes(20);
        Write("secret", secret);
        Write("ek.pub", WireValue.EncodeSized(ekPublic));
        swtpm.Tool("tpm2_makecredential", "-T", "none", "-u", "ek.pub", "-s", "secret", "-n", Convert.ToHexStringLower(TpmName.Of(ak)), "-o", "cred");
        var reader = new WireReader(Read("cred").AsMemory(8));
        TpmsIdObject blob = reader.Sized("credentialBlob", TpmsIdObject.Read);
        byte[] encrypted = reader.Buffer("secret");

        await using TpmConnection tpm = await swtpm.ConnectAsync();
        Assert.Equal(secret, await ActivateAsync(tpm, ak, ekPublic, blob, encrypted));
        Assert.True(Credential.TryMake(ekPublic, TpmName.Of(ekPublic), secret, RandomNumberGenerator.Fill, out Credential? forAnother));
        TpmException refused = await Assert.ThrowsAsync<TpmException>(() => ActivateAsync(tpm, ak, ekPublic, forAnother!.Blob, forAnother.EncryptedSecret));
        Assert.Contains("TPM_RC_INTEGRITY", refused.Message);
        Assert.Contains("parameter 1 (credentialBlob)", refused.Message);
    }

    [Fact]
    public async Task TheTpmsOwnMakeCredentialIsActivatedToo()
    {
        TpmtPublic ak = await PersistAsync("p256", "L-2");
        TpmtPublic ek = await PublicAsync(EkAt);
        await using TpmConnection tpm = await swtpm.ConnectAsync();
        MakeCredentialResponse made = await tpm.SendAsync(new MakeCredential(new TpmHandle(EkAt, TpmName.Of(ek)), [1, 2, 3], TpmName.Of(ak)));
        Assert.Equal([1, 2, 3], await ActivateAsync(tpm, ak, ek, made.CredentialBlob, made.Secret));
    }

    [Fact]
    public async Task ToolsReadOurKeysAndWeReadTheirs()
    {
        TpmtPublic ak = await PersistAsync("p256", "L-2");
        swtpm.Tool("tpm2_readpublic", "-c", $"0x{AkAt:x}", "-n", "name", "-f", "der", "-o", "ak.der", "-q", "qname");
        Assert.Equal(TpmName.Of(ak), Read("name"));
        Assert.Equal(PublicKeys.ToSubjectPublicKeyInfo(ak), Read("ak.der"));
        Assert.Equal(TpmName.Qualified(TpmName.Qualified(TpmName.Of(TpmRh.Endorsement), await PublicAsync(EkAt)), ak), Read("qname"));

        swtpm.Tool("tpm2_createprimary", "-C", "o", "-G", "rsa2048", "-c", "primary.ctx");
        swtpm.Tool("tpm2_evictcontrol", "-C", "o", "-c", "primary.ctx", "0x81000005");
        swtpm.Tool("tpm2_readpublic", "-c", "0x81000005", "-n", "theirs");
        Assert.Equal(Read("theirs"), TpmName.Of(await PublicAsync(0x81000005)));
    }

    /// <summary>The same template gives the same primary key: ours and the tool's agree on every byte.</summary>
    [Theory]
    [InlineData("rsa", "L-1")]
    [InlineData("ecc", "L-2")]
    [InlineData("ecc384", "H-3")]
    [InlineData("ecc521", "H-4")]
    [InlineData("rsa3072", "H-6")]
    public async Task Tpm2CreateEkDerivesTheSameKey(string algorithm, string id)
    {
        swtpm.Tool("tpm2_createek", "-G", algorithm, "-c", "ek.ctx", "-u", "ek.pub", "-f", "tss");
        await using TpmConnection tpm = await swtpm.ConnectAsync();
        foreach (uint handle in ((CapabilityNumbers)(await tpm.ReadCapabilityAsync(TpmCap.Handles, TpmRh.TransientFirst))[0]).Numbers)
            await tpm.FlushAsync(handle);
        TpmtPublic template = EkTemplates.All.Single(t => t.Id == id).Public;
        (_, TpmtPublic ours) = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Endorsement, template);
        Assert.Equal(Read("ek.pub"), WireValue.EncodeSized(ours));
    }

    [Theory]
    [InlineData("rsa", "rsassa", "rsa")]
    [InlineData("rsa", "rsapss", "rsa")]
    [InlineData("ecc", "ecdsa", "ecc")]
    public void WeVerifyTheQuotesOfTools(string ek, string scheme, string key)
    {
        swtpm.Tool("tpm2_createek", "-G", ek, "-c", "ek.ctx");
        swtpm.Tool("tpm2_flushcontext", "-t");
        swtpm.Tool("tpm2_createak", "-C", "ek.ctx", "-c", "ak.ctx", "-G", key, "-g", "sha256", "-s", scheme, "-u", "ak.pub", "-f", "tss");
        swtpm.Tool("tpm2_flushcontext", "-t");
        swtpm.Tool("tpm2_quote", "-c", "ak.ctx", "-l", "sha1:0,7+sha256:0,7,10", "-q", "00aa", "-m", "attest", "-s", "sig", "-o", "pcrs", "-g", "sha256",
            "--scheme", scheme);
        Assert.True(WireValue.TryParseSized(Read("ak.pub"), out TpmtPublic? ak, out WireError error), error.Sentence);
        Assert.True(PcrFile.TryParse(Read("pcrs"), out PcrValues? pcrs, out string problem), problem);
        Assert.True(new UnverifiedQuote(Read("attest"), Read("sig")).TryVerify(AttestationKey.Of(ak), out AuthenticQuote? quote, out QuoteRefusal? refusal), refusal?.Sentence);
        var asked = new TpmlPcrSelection([TpmsPcrSelection.Of(TpmAlgId.Sha1, [0, 7]), TpmsPcrSelection.Of(TpmAlgId.Sha256, [0, 7, 10])]);
        Assert.Empty(quote.Check(new QuoteExpectation([0x00, 0xAA], asked, pcrs)));
    }

    private static Task<byte[]> ActivateAsync(TpmConnection tpm, TpmtPublic ak, TpmtPublic ek, TpmsIdObject blob, byte[] encrypted)
    {
        var activate = new ActivateCredential(new TpmHandle(AkAt, TpmName.Of(ak)), new TpmHandle(EkAt, TpmName.Of(ek)), blob, encrypted);
        return TpmKeys.AsParentAsync(tpm, ek, async use => (await tpm.SendAsync(activate, [Authorization.Empty, use])).CertInfo);
    }

    /// <summary>An endorsement key and a key below it, made by the library and left at fixed handles.</summary>
    private async Task<TpmtPublic> PersistAsync(string kind, string ek)
    {
        await using TpmConnection tpm = await swtpm.ConnectAsync();
        var parent = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Endorsement, EkTemplates.All.Single(t => t.Id == ek).Public);
        var ak = await TpmKeys.ChildAsync(tpm, parent, TpmKeys.Ak(kind));
        await tpm.SendAsync(new EvictControl(TpmHandle.Owner, parent.Handle, EkAt));
        await tpm.SendAsync(new EvictControl(TpmHandle.Owner, ak.Handle, AkAt));
        await tpm.FlushAsync(parent.Handle.Value);
        await tpm.FlushAsync(ak.Handle.Value);
        return ak.Public;
    }

    private async Task<TpmtPublic> PublicAsync(uint handle)
    {
        await using TpmConnection tpm = await swtpm.ConnectAsync();
        return (await tpm.SendAsync(new ReadPublic(new TpmHandle(handle)))).OutPublic;
    }

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(swtpm.Work, name), bytes);

    private byte[] Read(string name) => File.ReadAllBytes(Path.Combine(swtpm.Work, name));
}
