using System.Security.Cryptography;
using Attestation.NodeAgent;
using Attestation.NodeAgent.Keys;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.SystemTests.Agent;

/// <summary>The attestation key's life: made, found again, never replaced while it can be found, replaced and said when it cannot.</summary>
public sealed class AttestationKeyTests
{
    public static TheoryData<string, string, string?> Kinds => new()
    {
        { "P-256 under the default key", "p256", null },
        { "P-384 under RSA-2048", "p384", "L-1" },
        { "RSASSA under P-256", "rsassa", "L-2" },
        { "RSAPSS under P-384", "rsapss", "H-3" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task AKeyOfEveryKindQuotesAndActivatesItsCredential(string what, string kind, string? template)
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        await using TpmConnection tpm = await machine.OpenAsync();
        var options = new EndorsementOptions { Template = template };
        await using LoadedKey key = await machine.KeyStore(tpm, AttestationKeyKind.Parse(kind), HandleRange.Default, options).OpenAsync();
        Assert.Equal(KeyOrigin.Created, key.Origin);
        Assert.Equal(KeyTemplates.AttestationAttributes, key.Public.Attributes);

        await using EndorsementKey endorsement = await EndorsementKeys.OpenAsync(tpm, options);
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        Assert.True(Credential.TryMake(endorsement.Public, key.Name, secret, RandomNumberGenerator.Fill, out Credential? credential), what);
        Assert.Equal(secret, await CredentialActivation.ActivateAsync(tpm, endorsement, key, WireValue.EncodeSized(credential!.Blob), Sized(credential.EncryptedSecret)));

        Assert.True(Credential.TryMake(endorsement.Public, endorsement.Name, secret, RandomNumberGenerator.Fill, out Credential? foreign));
        AgentException refused = await Assert.ThrowsAsync<AgentException>(
            () => CredentialActivation.ActivateAsync(tpm, endorsement, key, WireValue.EncodeSized(foreign!.Blob), Sized(foreign.EncryptedSecret)));
        Assert.Equal(1, refused.ExitCode);
        await VerifyQuoteAsync(tpm, key, endorsement.QualifiedName);
    }

    [Theory]
    [InlineData("persistent", true, KeyOrigin.Persistent)]
    [InlineData("from its private area", false, KeyOrigin.Reloaded)]
    public async Task TheKeySurvivesAReboot(string how, bool persistent, KeyOrigin expected)
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        HandleRange? handles = persistent ? new HandleRange(0x81030000, 0x81030001) : null;
        byte[] name = await OpenOnceAsync(machine, handles, KeyOrigin.Created);
        Assert.True(File.GetUnixFileMode(machine["ak.json"]) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), how);
        await machine.RebootAsync();
        Assert.Equal(name, await OpenOnceAsync(machine, handles, expected));
        Assert.Equal(name, await OpenOnceAsync(machine, handles, expected));
    }

    [Fact]
    public async Task AKeyWhosePersistentHandleWasTakenIsLoadedAndPersistedAgain()
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        byte[] name = await OpenOnceAsync(machine, HandleRange.Default, KeyOrigin.Created);
        machine.Tpm.Tool("tpm2_evictcontrol", "-C", "o", "-c", "0x81026000");
        machine.Tpm.Tool("tpm2_createprimary", "-C", "o", "-c", "other.ctx");
        machine.Tpm.Tool("tpm2_evictcontrol", "-C", "o", "-c", "other.ctx", "0x81026000");
        machine.Tpm.Tool("tpm2_flushcontext", "-t");
        Assert.Equal(name, await OpenOnceAsync(machine, HandleRange.Default, KeyOrigin.Reloaded));
        machine.Tpm.Tool("tpm2_readpublic", "-c", "0x81026001");
        Assert.Equal(name, await OpenOnceAsync(machine, HandleRange.Default, KeyOrigin.Persistent));
    }

    [Fact]
    public async Task WithANewDiskThePersistentKeyIsFoundAgain()
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        byte[] name = await OpenOnceAsync(machine, HandleRange.Default, KeyOrigin.Created);
        File.Delete(machine["ak.json"]);
        Assert.Equal(name, await OpenOnceAsync(machine, HandleRange.Default, KeyOrigin.Adopted));
        Assert.Equal(name, await OpenOnceAsync(machine, HandleRange.Default, KeyOrigin.Persistent));
    }

    [Theory]
    [InlineData("persistent", true)]
    [InlineData("from its private area", false)]
    public async Task AKeyOfAnotherKindStaysAndIsSaid(string how, bool persistent)
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        HandleRange? handles = persistent ? HandleRange.Default : null;
        byte[] name = await OpenOnceAsync(machine, handles, KeyOrigin.Created);
        await using TpmConnection tpm = await machine.OpenAsync();
        await using LoadedKey key = await machine.KeyStore(tpm, AttestationKeyKind.RsaPss, handles).OpenAsync();
        Assert.True(name.AsSpan().SequenceEqual(key.Name), how);
        Assert.Contains("of another kind", Assert.Single(key.Notes));
    }

    [Fact]
    public async Task WhereNoHandleIsFreeTheKeyIsLoadedEachTime()
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        machine.Tpm.Tool("tpm2_createprimary", "-C", "o", "-c", "other.ctx");
        machine.Tpm.Tool("tpm2_evictcontrol", "-C", "o", "-c", "other.ctx", "0x81026000");
        machine.Tpm.Tool("tpm2_flushcontext", "-t");
        await using TpmConnection tpm = await machine.OpenAsync();
        await using LoadedKey key = await machine.KeyStore(tpm, AttestationKeyKind.P256, new HandleRange(0x81026000, 0x81026000)).OpenAsync();
        Assert.False(key.IsPersistent);
        Assert.Contains("No persistent handle is free", Assert.Single(key.Notes));
    }

    [Fact]
    public async Task AfterClearTheLossIsSaidAndTheOldFileKept()
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        byte[] name = await OpenOnceAsync(machine, HandleRange.Default, KeyOrigin.Created);
        byte[] before = await File.ReadAllBytesAsync(machine["ak.json"]);
        await machine.ClearAsync();
        await using TpmConnection tpm = await machine.OpenAsync();
        await using LoadedKey key = await machine.KeyStore(tpm, AttestationKeyKind.P256, HandleRange.Default).OpenAsync();
        Assert.Equal(KeyOrigin.Created, key.Origin);
        Assert.NotEqual(name, key.Name);
        Assert.Contains("cleared", key.Lost);
        Assert.Equal(before, await File.ReadAllBytesAsync(machine["ak.json.lost"]));
    }

    [Fact]
    public async Task OnAnotherTpmTheLossIsSaid()
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        await OpenOnceAsync(machine, null, KeyOrigin.Created);
        await using NodeMachine other = await NodeMachine.StartAsync();
        File.Copy(machine["ak.json"], other["ak.json"]);
        await using TpmConnection tpm = await other.OpenAsync();
        await using LoadedKey key = await other.KeyStore(tpm, AttestationKeyKind.P256, null).OpenAsync();
        Assert.Contains("another TPM", key.Lost);
    }

    /// <summary>A failure that may pass never costs the key: here the endorsement hierarchy has an authValue that the agent was not given.</summary>
    [Fact]
    public async Task ARefusalThatMayPassLeavesTheKeyAlone()
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        byte[] name = await OpenOnceAsync(machine, null, KeyOrigin.Created);
        byte[] before = await File.ReadAllBytesAsync(machine["ak.json"]);
        machine.Tpm.Tool("tpm2_changeauth", "-c", "e", "secret");
        await using (TpmConnection tpm = await machine.OpenAsync())
            await Assert.ThrowsAsync<TpmException>(() => machine.KeyStore(tpm, AttestationKeyKind.P256, null).OpenAsync());
        Assert.Equal(before, await File.ReadAllBytesAsync(machine["ak.json"]));
        await using TpmConnection again = await machine.OpenAsync();
        var options = new EndorsementOptions { EndorsementAuth = "secret"u8.ToArray() };
        await using LoadedKey key = await machine.KeyStore(again, AttestationKeyKind.P256, null, options).OpenAsync();
        Assert.Equal(name, key.Name);
    }

    [Fact]
    public async Task AnOwnerPasswordOnlyCostsThePersistentHandle()
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        machine.Tpm.Tool("tpm2_changeauth", "-c", "o", "secret");
        await using TpmConnection tpm = await machine.OpenAsync();
        await using (LoadedKey key = await machine.KeyStore(tpm, AttestationKeyKind.P256, HandleRange.Default).OpenAsync())
        {
            Assert.False(key.IsPersistent);
            Assert.Contains("not made persistent", Assert.Single(key.Notes));
        }
        var options = new EndorsementOptions { OwnerAuth = "secret"u8.ToArray() };
        await using LoadedKey later = await machine.KeyStore(tpm, AttestationKeyKind.P256, HandleRange.Default, options).OpenAsync();
        Assert.Equal((KeyOrigin.Reloaded, true), (later.Origin, later.IsPersistent));
    }

    [Theory]
    [InlineData("empty", "")]
    [InlineData("cut", "{ \"version\": 1, \"name\": \"00")]
    [InlineData("another version", "{ \"version\": 9 }")]
    [InlineData("no object", "[]")]
    [InlineData("a number for a text", "{ \"version\": 1, \"parent\": 1 }")]
    [InlineData("no key", "{ \"version\": 1, \"parent\": \"L-2\", \"public\": \"AAA=\" }")]
    public async Task ADamagedFileIsRefusedAndNotOverwritten(string what, string content)
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        await File.WriteAllTextAsync(machine["ak.json"], content);
        await using TpmConnection tpm = await machine.OpenAsync();
        AgentException refused = await Assert.ThrowsAsync<AgentException>(() => machine.KeyStore(tpm, AttestationKeyKind.P256, null).OpenAsync());
        Assert.Contains("is damaged", refused.Message);
        Assert.True(content == await File.ReadAllTextAsync(machine["ak.json"]), what);
    }

    /// <summary>tpm2-tools as an independent oracle: they find the key at its handle, and verify a quote of ours.</summary>
    [Theory]
    [InlineData("p256")]
    [InlineData("rsassa")]
    public async Task OtherToolsReadTheKeyAndVerifyItsQuote(string kind)
    {
        await using NodeMachine machine = await NodeMachine.StartAsync();
        byte[] area;
        await using (TpmConnection tpm = await machine.OpenAsync())
        {
            await using LoadedKey key = await machine.KeyStore(tpm, AttestationKeyKind.Parse(kind), HandleRange.Default).OpenAsync();
            area = WireValue.EncodeSized(key.Public);
            TpmlPcrSelection selection = PcrChoice.Parse("sha256:0,7,10+sha1:1");
            QuotedPcrs quoted = await QuoteMaker.QuoteAsync(tpm, key, [0xAB, 0xCD], selection);
            SignedQuote quote = Assert.Single(quoted.Quotes);
            File.WriteAllBytes(Path.Combine(machine.Tpm.Work, "attest"), quote.Attest);
            File.WriteAllBytes(Path.Combine(machine.Tpm.Work, "sig"), quote.Signature);
        }
        machine.Tpm.Tool("tpm2_readpublic", "-c", "0x81026000", "-f", "tss", "-o", "ak.pub");
        Assert.Equal(area, File.ReadAllBytes(Path.Combine(machine.Tpm.Work, "ak.pub")));
        machine.Tpm.Tool("tpm2_pcrread", "-F", "serialized", "-o", "pcrs", "sha1:1+sha256:0,7,10");
        machine.Tpm.Tool("tpm2_checkquote", "-u", "ak.pub", "-m", "attest", "-s", "sig", "-f", "pcrs", "-g", "sha256", "-q", "abcd");
    }

    private static byte[] Sized(byte[] content)
    {
        var writer = new WireWriter();
        writer.Buffer(content);
        return writer.ToArray();
    }

    private static async Task<byte[]> OpenOnceAsync(NodeMachine machine, HandleRange? handles, KeyOrigin expected)
    {
        await using TpmConnection tpm = await machine.OpenAsync();
        await using LoadedKey key = await machine.KeyStore(tpm, AttestationKeyKind.P256, handles).OpenAsync();
        Assert.Equal((expected, handles is not null), (key.Origin, key.IsPersistent));
        Assert.Null(key.Lost);
        Assert.Empty(key.Notes);
        return key.Name;
    }

    private static async Task VerifyQuoteAsync(TpmConnection tpm, LoadedKey key, byte[] parent)
    {
        TpmlPcrSelection selection = PcrChoice.Parse(PcrChoice.Default);
        QuotedPcrs quoted = await QuoteMaker.QuoteAsync(tpm, key, [1, 2, 3], selection);
        SignedQuote signed = Assert.Single(quoted.Quotes);
        Assert.True(new UnverifiedQuote(signed.Attest, signed.Signature).TryVerify(AttestationKey.Of(key.Public), out AuthenticQuote? quote, out QuoteRefusal? refusal), refusal?.Sentence);
        Assert.Empty(quote.Check(new QuoteExpectation([1, 2, 3], selection, quoted.Values, TpmName.Qualified(parent, key.Public))));
    }
}
