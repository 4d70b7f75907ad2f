using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Host;
using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Eat;
using Attestation.Formats.Keys;
using Attestation.NodeAgent;
using Attestation.NodeAgent.Identity;
using Attestation.UnitTests.Dice;
using DiceInputs = Attestation.Dice.DiceInputs;

namespace Attestation.UnitTests.NodeAgent.Identity;

/// <summary>From a UDS to evidence: what the verifier makes of it, and what is left in memory.</summary>
public sealed class DiceBootTests
{
    private static readonly HostDiceOperations Host = new();
    private static readonly byte[] Nonce = SampleInputs.Filled(32, 1);

    public static TheoryData<string, CertificateForm, bool> Chains => new()
    {
        { "CBOR under the UDS public key", CertificateForm.Cbor, false },
        { "X.509 under the UDS public key", CertificateForm.X509, false },
        { "X.509 under a UDS certificate", CertificateForm.X509, true },
        { "CBOR, a UDS certificate does not fit and is left out", CertificateForm.Cbor, true },
    };

    [Theory]
    [MemberData(nameof(Chains))]
    public void TheVerifierAcceptsTheEvidenceOfAnEnrolledUdsKey(string what, CertificateForm form, bool certified)
    {
        using NodeIdentity identity = Boot(Host, form);
        byte[]? certificate = certified ? UdsCertificateOf() : null;
        Assert.True(UnverifiedEat.TryParse(identity.Attest(Nonce, certificate), out UnverifiedEat? token, out ParseError error), $"{what}: {error}");
        bool asX509 = certified && form == CertificateForm.X509;
        Assert.Equal(asX509 ? 5 : 0, token.X5Chain.Count);
        UnverifiedDiceChain chain;
        Assert.True(asX509
            ? UnverifiedDiceChain.TryReadX509(token.X5Chain, leafFirst: true, out chain, out error)
            : UnverifiedDiceChain.TryReadCbor(token.DiceChain!.Value, out chain, out error), $"{what}: {error}");
        Assert.True(VerificationKey.TryParseSpki(identity.UdsSubjectPublicKeyInfo, out VerificationKey root, out _));
        DiceChainResult result = DiceChainVerifier.Verify(chain, new DiceAnchors { UdsKeys = [root] }, DiceChainRules.OpenDice, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Empty(result.Findings);
        Assert.Equal(3, result.Chain!.Layers.Count);
        Assert.True(token.Verify(result.Chain.LeafKey, out EatClaims? claims, out _));
        Assert.Equal((7UL << 32 | 2, 32), (claims.BootCount, claims.BootSeed!.Value.Length));
    }

    [Fact]
    public void AFailureOfAnyOperationLeavesNoSecretBehind()
    {
        var counter = new WatchedOperations(Host);
        Boot(counter, CertificateForm.Cbor).Dispose();
        Assert.Empty(counter.Leftovers());
        for (int n = 1; n <= counter.Calls; n++)
        {
            var failing = new WatchedOperations(Host, failAt: n);
            Assert.Throws<AgentException>(() => Boot(failing, CertificateForm.Cbor));
            Assert.Empty(failing.Leftovers());

            var throwing = new WatchedOperations(Host, failAt: n, throws: true);
            Assert.Throws<InvalidOperationException>(() => Boot(throwing, CertificateForm.X509));
            Assert.Empty(throwing.Leftovers());
        }
    }

    [Fact]
    public void OnlyTheAttestationKeyIsLeftAfterABoot()
    {
        var watched = new WatchedOperations(Host);
        NodeIdentity identity = Boot(watched, CertificateForm.Cbor);
        byte[] left = Assert.Single(watched.Leftovers());
        Assert.Equal(identity.ExportPrivateKey(), left);
        identity.Dispose();
        Assert.Empty(watched.Leftovers());
        Assert.Throws<AgentException>(() => identity.Attest(Nonce));
    }

    private static NodeIdentity Boot(IDiceOperations operations, CertificateForm form)
    {
        byte[] uds = SampleInputs.Filled(32, 9);
        try
        {
            return new DiceBoot(operations, form).Run(uds, [Layer(1), Layer(2), Layer(3)], new BootNumber(7UL << 32 | 2));
        }
        finally
        {
            operations.Wipe(uds);
        }
    }

    private static DiceInputs Layer(byte code) => new()
    {
        CodeHash = SampleInputs.Filled(64, code),
        ConfigurationDescriptor = new ConfigurationMap().WithComponentName("layer").Encode(),
        AuthorityHash = new byte[64],
        Mode = global::Attestation.Dice.DiceMode.Normal,
    };

    private static byte[] UdsCertificateOf()
    {
        Assert.Equal(DiceResult.Ok, LayerKey.Derive(Host, DiceAlgorithm.P256, SampleInputs.Filled(32, 9), out LayerKey key));
        Assert.Equal(DiceResult.Ok, UdsCertificate.SelfSign(Host, key, CertificateForm.X509, out byte[] certificate));
        return certificate;
    }
}
