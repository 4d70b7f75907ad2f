using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Host;
using Attestation.NodeAgent;
using Attestation.NodeAgent.Identity;
using Attestation.UnitTests.Dice;

namespace Attestation.UnitTests.NodeAgent.Identity;

/// <summary>The file that carries an identity from the one-shot in the initramfs to the service.</summary>
public sealed class NodeIdentityFileTests : IDisposable
{
    private static readonly HostDiceOperations Host = new();
    private static readonly BootNumber Now = new(5UL << 32 | 1);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("the same boot", 5UL << 32 | 1, true)]
    [InlineData("the same boot after a suspend", 5UL << 32 | 9, true)]
    [InlineData("the next boot", 6UL << 32, false)]
    [InlineData("a boot before: the TPM was cleared", 0UL, false)]
    public void ItServesUntilTheNextReset(string what, ulong now, bool serves)
    {
        using NodeIdentity identity = Save(CertificateForm.X509);
        using NodeIdentity? loaded = NodeIdentityFile.TryLoad(folder["identity"], new BootNumber(now));
        Assert.True(loaded is not null == serves, what);
        if (loaded is null)
            return;
        Assert.Equal((identity.Boot, Convert.ToHexString(identity.BootSeed)), (loaded.Boot, Convert.ToHexString(loaded.BootSeed)));
        Assert.Equal(identity.Certificates.Select(c => (c.Form, Convert.ToHexString(c.Bytes))), loaded.Certificates.Select(c => (c.Form, Convert.ToHexString(c.Bytes))));
        Assert.Equal(identity.Attest(new byte[8]), loaded.Attest(new byte[8])); // ECDSA is deterministic here (ADR 5)
    }

    [Fact]
    public void WithoutAFileThereIsNone() => Assert.Null(NodeIdentityFile.TryLoad(folder["none"], Now));

    /// <summary>Bytes changed in turn: what is no such file any more is refused in words. (A changed digit of a certificate is the verifier's to find.)</summary>
    [Fact]
    public void ADamagedFileIsRefusedWithASentence()
    {
        Save(CertificateForm.Cbor).Dispose();
        byte[] good = File.ReadAllBytes(folder["identity"]);
        int refused = 0;
        for (int at = 0; at < good.Length; at += 3)
        {
            byte[] changed = [.. good];
            changed[at] ^= 0x04;
            File.WriteAllBytes(folder["identity"], changed);
            try
            {
                NodeIdentityFile.TryLoad(folder["identity"], Now)?.Dispose();
            }
            catch (AgentException e)
            {
                Assert.Contains("is damaged", e.Message);
                refused++;
            }
        }
        Assert.True(refused > 20, $"{refused}");
    }

    /// <summary>Neither the UDS nor a CDI stands in the file, in any of the forms that it uses.</summary>
    [Fact]
    public void OfAllSecretsOnlyTheAttestationKeyStandsInIt()
    {
        var watched = new RememberingOperations();
        using NodeIdentity identity = Boot(watched, CertificateForm.Cbor);
        NodeIdentityFile.Save(folder["identity"], identity);
        string text = File.ReadAllText(folder["identity"]);
        Assert.Contains(Convert.ToBase64String(identity.ExportPrivateKey()), text);
        Assert.NotEmpty(watched.Secrets);
        Assert.All(watched.Secrets, secret => Assert.DoesNotContain(Convert.ToBase64String(secret), text));
    }

    private NodeIdentity Save(CertificateForm form)
    {
        NodeIdentity identity = Boot(Host, form);
        NodeIdentityFile.Save(folder["identity"], identity);
        return identity;
    }

    private static NodeIdentity Boot(IDiceOperations operations, CertificateForm form)
    {
        var layer = new DiceInputs
        {
            CodeHash = SampleInputs.Filled(64, 1), InlineConfiguration = new byte[64], AuthorityHash = new byte[64], Mode = DiceMode.Normal,
        };
        return new DiceBoot(operations, form).Run(SampleInputs.Filled(32, 9), [layer], Now);
    }

    /// <summary>Keeps copies of what keys are derived from: UDS and CDIs.</summary>
    private sealed class RememberingOperations : IDiceOperations
    {
        public List<byte[]> Secrets { get; } = [];

        public bool Hash(byte[] input, int offset, int length, byte[] hash) => Host.Hash(input, offset, length, hash);

        public bool Kdf(byte[] ikm, byte[] salt, byte[] info, byte[] output)
        {
            if (ikm.Length == DiceSizes.Cdi)
                Secrets.Add([.. ikm]);
            return Host.Kdf(ikm, salt, info, output);
        }

        public bool DeriveKeyPair(DiceAlgorithm algorithm, byte[] seed, byte[] privateKey, byte[] publicKey) => Host.DeriveKeyPair(algorithm, seed, privateKey, publicKey);

        public bool Sign(DiceAlgorithm algorithm, byte[] privateKey, byte[] publicKey, byte[] message, int offset, int length, byte[] signature) =>
            Host.Sign(algorithm, privateKey, publicKey, message, offset, length, signature);

        public void Wipe(byte[] secret) => Host.Wipe(secret);
    }
}
