using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Evidence;
using Attestation.Dice.Host;

namespace Attestation.UnitTests.Dice.Evidence;

/// <summary>The last layer: what it keeps and what it forgets.</summary>
public sealed class AttesterTests
{
    private static readonly HostDiceOperations Host = new();

    [Theory]
    [InlineData("Ed25519 below P-256, CBOR", DiceAlgorithm.P256, DiceAlgorithm.Ed25519, CertificateForm.Cbor)]
    [InlineData("P-384 below Ed25519, X.509", DiceAlgorithm.Ed25519, DiceAlgorithm.P384, CertificateForm.X509)]
    public void AnswersAndForgetsCdiAttestOnly(string description, DiceAlgorithm cdi, DiceAlgorithm key, CertificateForm form)
    {
        LayerSecrets secrets = SampleInputs.Secrets();
        DiceChain chain = Chain();
        Assert.Equal(DiceResult.Ok, Attester.Start(Host, secrets, cdi, key, form, chain, out Attester attester));
        Assert.Equal(1, chain.Count);
        Assert.Equal(new byte[32], secrets.CdiAttest);
        Assert.Equal(SampleInputs.Filled(32, 0x66), secrets.CdiSeal);

        Assert.Equal(DiceResult.Ok, attester.Answer(new EvidenceClaims(new byte[16]), out byte[] evidence));
        (byte[] message, byte[] signature) = CertificateChecks.SplitCose(evidence, key);
        CertificateChecks.AssertRawSignature(message, signature, key, attester.PublicKey);
        attester.Stop();
        Assert.True(attester.Answer(new EvidenceClaims(new byte[16]), out _) == DiceResult.SignFailed, description);
    }

    [Fact]
    public void AFailureLeavesNoSecretAndNoCertificateBehind()
    {
        for (int n = 1; n <= 7; n++)
        {
            WatchedOperations watched = new(Host, n);
            DiceChain chain = Chain();
            DiceResult result = Attester.Start(
                watched, SampleInputs.Secrets(), DiceAlgorithm.P256, DiceAlgorithm.Ed25519, CertificateForm.X509, chain, out Attester attester);
            Assert.NotEqual(DiceResult.Ok, result);
            Assert.Null(attester);
            Assert.Equal(0, chain.Count);
            Assert.Empty(watched.Leftovers());

            WatchedOperations throwing = new(Host, n, throws: true);
            Assert.Throws<InvalidOperationException>(() => Attester.Start(
                throwing, SampleInputs.Secrets(), DiceAlgorithm.P256, DiceAlgorithm.Ed25519, CertificateForm.X509, chain, out _));
            Assert.Equal(0, chain.Count);
            Assert.Empty(throwing.Leftovers());
        }
    }

    [Fact]
    public void ItCostsSevenOperationsAndOneMoreForAnAnswer()
    {
        WatchedOperations watched = new(Host);
        Attester.Start(watched, SampleInputs.Secrets(), DiceAlgorithm.P256, DiceAlgorithm.Ed25519, CertificateForm.X509, Chain(), out Attester attester);
        Assert.Equal("hash 0, kdf 4, key pair 2, sign 1, wipe 4", watched.Counts);
        attester.Answer(new EvidenceClaims(new byte[8]), out _);
        Assert.Equal("hash 0, kdf 4, key pair 2, sign 2, wipe 4", watched.Counts);
    }

    [Fact]
    public void MissingPartsAreRefused()
    {
        LayerSecrets secrets = SampleInputs.Secrets();
        Assert.Equal(DiceResult.InvalidInput, Start(null, Chain(), CertificateForm.X509));
        Assert.Equal(DiceResult.InvalidInput, Start(new LayerSecrets(null, null), Chain(), CertificateForm.X509));
        Assert.Equal(DiceResult.InvalidInput, Start(new LayerSecrets(new byte[31], new byte[32]), Chain(), CertificateForm.X509));
        Assert.Equal(DiceResult.InvalidInput, Start(SampleInputs.Secrets(), Chain(), (CertificateForm)2));
        Assert.Equal(DiceResult.InvalidInput, Start(secrets, null, CertificateForm.X509));
        Assert.Equal(new byte[32], secrets.CdiAttest);
    }

    private static DiceResult Start(LayerSecrets? secrets, DiceChain? chain, CertificateForm form) =>
        Attester.Start(Host, secrets, DiceAlgorithm.P256, DiceAlgorithm.Ed25519, form, chain, out _);

    private static DiceChain Chain() => DiceChain.FromUdsPublicKey(DiceAlgorithm.Ed25519, new byte[32]);
}
