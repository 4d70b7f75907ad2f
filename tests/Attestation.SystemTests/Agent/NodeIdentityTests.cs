using Attestation.Dice.Certificates;
using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Eat;
using Attestation.Formats.Keys;
using Attestation.NodeAgent;
using Attestation.NodeAgent.Evidence;
using Attestation.NodeAgent.Identity;
using Attestation.NodeAgent.Keys;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.SystemTests.Agent;

/// <summary>The node's DICE identity: the same for the same software, another for other software, and a TPM that refuses once the latch is closed.</summary>
public sealed class NodeIdentityTests : IAsyncLifetime
{
    private NodeMachine machine = null!;

    public async Task InitializeAsync()
    {
        machine = await NodeMachine.StartAsync();
        foreach (string file in (string[])["kernel", "initrd", "agent"])
            await File.WriteAllTextAsync(machine[file], file);
        await File.WriteAllTextAsync(machine["cmdline"], "root=/dev/vda quiet\n");
    }

    public async Task DisposeAsync() => await machine.DisposeAsync();

    [Theory]
    [InlineData("persistent key, CBOR", true, CertificateForm.Cbor)]
    [InlineData("private area, X.509", false, CertificateForm.X509)]
    public async Task TheSameSoftwareHasTheSameIdentityInEveryBoot(string what, bool persistent, CertificateForm form)
    {
        IdentityOptions options = Options(persistent) with { Form = form };
        using NodeIdentity first = await BootAsync(options);
        await RebootAsync();
        using NodeIdentity second = await BootAsync(options);
        Assert.True(first.UdsPublicKey.AsSpan().SequenceEqual(second.UdsPublicKey), what);
        Assert.Equal(first.AttestationPublicKey, second.AttestationPublicKey);
        Assert.NotEqual(first.BootSeed, second.BootSeed);
        Assert.True(second.Boot.Value > first.Boot.Value);
        Assert.Equal(["kernel", "initrd", "attest-agent"], Verified(second).Layers.Select(layer => Named(layer)));
    }

    [Theory]
    [InlineData("command line", "cmdline")]
    [InlineData("kernel", "kernel")]
    [InlineData("initial ramdisk", "initrd")]
    [InlineData("agent", "agent")]
    public async Task ChangedSoftwareHasAnotherIdentityUnderTheSameRoot(string what, string file)
    {
        using NodeIdentity before = await BootAsync(Options());
        await RebootAsync();
        await File.AppendAllTextAsync(machine[file], " debug");
        using NodeIdentity after = await BootAsync(Options());
        Assert.Equal(before.UdsPublicKey, after.UdsPublicKey);
        Assert.False(before.AttestationPublicKey.AsSpan().SequenceEqual(after.AttestationPublicKey), what);
    }

    [Fact]
    public async Task SecureBootDecidesTheMode()
    {
        Directory.CreateDirectory(machine["efivars"]);
        string variable = Path.Combine(machine["efivars"], "SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c");
        await File.WriteAllBytesAsync(variable, [6, 0, 0, 0, 1]);
        using NodeIdentity on = await BootAsync(Options());
        await RebootAsync();
        await File.WriteAllBytesAsync(variable, [6, 0, 0, 0, 0]);
        using NodeIdentity off = await BootAsync(Options());
        Assert.NotEqual(on.AttestationPublicKey, off.AttestationPublicKey);
        Assert.Equal([DiceMode.Normal, DiceMode.NotConfigured], new[] { on, off }.Select(identity => Verified(identity).Layers[0].Inputs!.Mode));
    }

    [Fact]
    public async Task ALaterRunOfTheBootHasTheSameIdentityAndTheFileIsItsOwnersAlone()
    {
        using NodeIdentity first = await BootAsync(Options());
        using NodeIdentity again = await BootAsync(Options());
        Assert.Equal((first.Boot, Convert.ToHexString(first.BootSeed)), (again.Boot, Convert.ToHexString(again.BootSeed)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(machine["run/identity"]));
        Assert.True(Verified(again).LeafKey.PublicBytes.Span.SequenceEqual(first.AttestationPublicKey));
    }

    /// <summary>The file of an earlier boot, had it survived, is nobody's identity.</summary>
    [Fact]
    public async Task TheFileOfAnotherBootIsNotUsed()
    {
        using NodeIdentity first = await BootAsync(Options());
        await machine.RebootAsync();
        using NodeIdentity second = await BootAsync(Options());
        Assert.NotEqual(first.BootSeed, second.BootSeed);
    }

    [Fact]
    public async Task OnceTheLatchIsClosedTheTpmRefuses()
    {
        (await BootAsync(Options())).Dispose();
        await using TpmConnection tpm = await machine.OpenAsync();
        var latch = new LatchPcr(LatchPcr.Default);
        Assert.False(await latch.IsOpenAsync(tpm));
        await using LoadedKey key = await KeyStore(tpm, latch).OpenAsync();
        await using EndorsementKey salt = await EndorsementKeys.OpenAsync(tpm, new EndorsementOptions());
        TpmException refused = await Assert.ThrowsAsync<TpmException>(() => UdsKey.ReadAsync(tpm, key, salt, latch));
        Assert.Contains("TPM_RC_POLICY_FAIL", refused.Message);

        refused = await Assert.ThrowsAsync<TpmException>(() => tpm.SendAsync(new Hmac(key.Handle, [1], TpmAlgId.Null)));
        Assert.Contains("TPM_RC_AUTH_UNAVAILABLE", refused.Message);
    }

    /// <summary>A policy that was satisfied while the latch was open is worth nothing after it closed.</summary>
    [Fact]
    public async Task APolicySessionFromBeforeDoesNotOutliveTheLatch()
    {
        await using TpmConnection tpm = await machine.OpenAsync();
        var latch = new LatchPcr(LatchPcr.Default);
        await using LoadedKey key = await KeyStore(tpm, latch).OpenAsync();
        KeyedSession session = await tpm.StartSessionAsync(new SessionOptions { Kind = TpmSe.Policy, Cipher = TpmtSymDef.Null });
        await tpm.SendAsync(new PolicyPcr(session.Handle, [], latch.Selection));
        await tpm.SendAsync(new PolicyCommandCode(session.Handle, TpmCc.Hmac));
        await latch.CloseAsync(tpm);
        TpmException refused = await Assert.ThrowsAsync<TpmException>(() => tpm.SendAsync(new Hmac(key.Handle, [1], TpmAlgId.Null), [session]));
        Assert.Equal(new TpmRc(0x128), refused.Code); // TPM_RC_PCR_CHANGED
    }

    /// <summary>An agent that fails half way leaves the UDS to nobody.</summary>
    [Fact]
    public async Task AFailedBootClosesTheLatchToo()
    {
        AgentException refused = await Assert.ThrowsAsync<AgentException>(() => BootAsync(Options() with { KernelFiles = [] }));
        Assert.Contains("names no kernel", refused.Message);
        refused = await Assert.ThrowsAsync<AgentException>(() => BootAsync(Options()));
        Assert.Contains("PCR 13 is not zero", refused.Message);
        Assert.Equal(1, refused.ExitCode);
    }

    [Theory]
    [InlineData("debug", 16)]
    [InlineData("application", 23)]
    [InlineData("reset by a dynamic launch", 17)]
    public async Task APcrThatCanBeResetIsRefused(string what, int pcr)
    {
        AgentException refused = await Assert.ThrowsAsync<AgentException>(() => BootAsync(Options() with { Pcr = pcr }));
        Assert.True(refused.Message.Contains($"PCR {pcr} can be reset", StringComparison.Ordinal), what);
        Assert.Equal(2, refused.ExitCode);
    }

    [Fact]
    public async Task AKeyForOneLatchIsNotUsedWithAnother()
    {
        (await BootAsync(Options(persistent: false))).Dispose();
        await RebootAsync();
        AgentException refused = await Assert.ThrowsAsync<AgentException>(() => BootAsync(Options(persistent: false) with { Pcr = 12 }));
        Assert.Contains("bound to another PCR than 12", refused.Message);
    }

    [Fact]
    public async Task AfterClearTheNodeIsAnotherOne()
    {
        using NodeIdentity before = await BootAsync(Options());
        await machine.ClearAsync();
        await RebootAsync();
        using NodeIdentity after = await BootAsync(Options());
        Assert.NotEqual(before.UdsPublicKey, after.UdsPublicKey);
    }

    /// <summary>tpm2-tools see a key without a password, without duplication, usable by its policy only.</summary>
    [Fact]
    public async Task OtherToolsSeeHowTheKeyIsBound()
    {
        (await BootAsync(Options())).Dispose();
        string text = machine.Tpm.Tool("tpm2_readpublic", "-c", "0x81026000");
        Assert.Contains("value: fixedtpm|fixedparent|sensitivedataorigin|adminwithpolicy|sign", text);
        File.WriteAllBytes(Path.Combine(machine.Tpm.Work, "zeros"), new byte[32]);
        machine.Tpm.Tool("tpm2_startauthsession", "-S", "trial");
        machine.Tpm.Tool("tpm2_policypcr", "-S", "trial", "-l", "sha256:13", "-f", "zeros", "-L", "pcr");
        string policy = machine.Tpm.Tool("tpm2_policycommandcode", "-S", "trial", "TPM2_CC_HMAC").Trim();
        Assert.Contains(policy, text);
    }

    [Fact]
    public async Task TheUdsKeyIsCertifiedByTheAttestationKey()
    {
        using NodeIdentity identity = await BootAsync(Options());
        await using TpmConnection tpm = await machine.OpenAsync();
        await using LoadedKey key = await machine.KeyStore(tpm, AttestationKeyKind.P256, HandleRange.Default).OpenAsync();
        SignedQuote signed = await UdsCertification.QuoteAsync(tpm, key, [9, 9, 9], identity, LatchPcr.Default);
        Assert.True(new UnverifiedQuote(signed.Attest, signed.Signature).TryVerify(AttestationKey.Of(key.Public), out AuthenticQuote? quote, out QuoteRefusal? refusal), refusal?.Sentence);
        byte[] expected = System.Security.Cryptography.SHA256.HashData(
            [.. "attestation-node-identity-v1"u8, 0, 9, 9, 9, .. identity.UdsSubjectPublicKeyInfo]);
        Assert.Equal(expected, quote.Attest.ExtraData);
    }

    private TpmKeyStore KeyStore(TpmConnection tpm, LatchPcr latch) =>
        new(tpm, new KeyPlace(machine["uds.json"], UdsKey.Template(latch)), new EndorsementOptions());

    private IdentityOptions Options(bool persistent = true) => new()
    {
        KeyFile = machine["uds.json"],
        Handles = persistent ? HandleRange.Default : null,
        BootFile = machine["run/identity"],
        KernelFiles = [machine["kernel"]],
        InitrdFiles = [machine["initrd"]],
        AgentFiles = [machine["agent"]],
    };

    private async Task<NodeIdentity> BootAsync(IdentityOptions options)
    {
        var paths = new NodePaths { BootLog = null, ImaLog = null, UserspaceLog = null, EfiVariables = machine["efivars"], CommandLine = machine["cmdline"] };
        await using TpmConnection tpm = await machine.OpenAsync();
        return await new NodeIdentityBoot(tpm, options, paths, new EndorsementOptions()).RunAsync();
    }

    /// <summary>Evidence of the identity, verified as a verifier does that knows the UDS public key from enrolment.</summary>
    private static VerifiedDiceChain Verified(NodeIdentity identity)
    {
        byte[] nonce = [1, 2, 3, 4, 5, 6, 7, 8];
        Assert.True(UnverifiedEat.TryParse(identity.Attest(nonce), out UnverifiedEat? token, out ParseError error), error.ToString());
        Assert.True(UnverifiedDiceChain.TryReadCbor(token.DiceChain!.Value, out UnverifiedDiceChain chain, out error), error.ToString());
        Assert.True(VerificationKey.TryFromPoint(KeyKind.P256, identity.UdsPublicKey, out VerificationKey root, out error), error.ToString());
        DiceChainResult result = DiceChainVerifier.Verify(chain, new DiceAnchors { UdsKeys = [root] }, DiceChainRules.OpenDice, DateTimeOffset.UnixEpoch.AddYears(60));
        Assert.Empty(result.Findings);
        Assert.True(token.Verify(result.Chain!.LeafKey, out EatClaims? claims, out error), error.ToString());
        Assert.Equal(nonce, claims.Nonces[0].ToArray());
        Assert.Equal(identity.Boot.Value, claims.BootCount);
        return result.Chain;
    }

    private static string? Named(DiceLayer layer)
    {
        Assert.True(ConfigurationDescriptor.TryParse(layer.Inputs!.ConfigurationDescriptor!.Value, out ConfigurationDescriptor descriptor, out _));
        return descriptor.ComponentName;
    }

    /// <summary>A reboot takes the tmpfs with it.</summary>
    private Task RebootAsync()
    {
        if (Directory.Exists(machine["run"]))
            Directory.Delete(machine["run"], recursive: true);
        return machine.RebootAsync();
    }
}
