using System.Formats.Cbor;
using Attestation.Dice;
using Attestation.Dice.Android;
using Attestation.Dice.Certificates;
using Attestation.Dice.Evidence;
using Attestation.Dice.Host;

namespace Attestation.UnitTests.Dice.Android;

/// <summary>The hand-over map of the Android Profile.</summary>
public sealed class AndroidHandoverTests
{
    private static readonly HostDiceOperations Host = new();

    [Fact]
    public void HoldsBothSecretsAndTheChain()
    {
        SampleBoot boot = SampleBoot.Run(
            Host,
            [DiceAlgorithm.Ed25519, DiceAlgorithm.P256, DiceAlgorithm.Ed25519, DiceAlgorithm.Ed25519],
            [CertificateForm.Cbor, CertificateForm.Cbor, CertificateForm.Cbor],
            hasUdsCertificate: false);
        WatchedOperations watched = new(Host);
        Assert.Equal(DiceResult.Ok, AndroidHandover.Encode(watched, SampleInputs.Secrets(), boot.Chain, out byte[] handover));
        Assert.Empty(watched.Leftovers());

        CborReader reader = new(handover, CborConformanceMode.Strict);
        Assert.Equal(3, reader.ReadStartMap());
        Assert.Equal(1, reader.ReadInt32());
        Assert.Equal(SampleInputs.Filled(32, 0x55), reader.ReadByteString());
        Assert.Equal(2, reader.ReadInt32());
        Assert.Equal(SampleInputs.Filled(32, 0x66), reader.ReadByteString());
        Assert.Equal(3, reader.ReadInt32());
        Assert.Equal(boot.Chain.Encode(), reader.ReadEncodedValue().ToArray());
        reader.ReadEndMap();
        Assert.Equal(0, reader.BytesRemaining);
    }

    [Fact]
    public void TheChainMayBeAbsent()
    {
        Assert.Equal(DiceResult.Ok, AndroidHandover.Encode(Host, SampleInputs.Secrets(), null, out byte[] handover));
        Assert.Equal("a2015820" + new string('5', 64) + "025820" + new string('6', 64), Convert.ToHexStringLower(handover));
    }

    [Fact]
    public void X509ChainsAndBadSecretsAreRefused()
    {
        DiceChain chain = DiceChain.FromUdsCertificate(DiceAlgorithm.Ed25519, new byte[32], [0x30, 0]);
        Assert.Equal(DiceResult.InvalidInput, AndroidHandover.Encode(Host, SampleInputs.Secrets(), chain, out byte[] none));
        Assert.Null(none);
        Assert.Equal(DiceResult.InvalidInput, AndroidHandover.Encode(Host, new LayerSecrets(new byte[32], new byte[31]), null, out _));
        Assert.Equal(DiceResult.InvalidInput, AndroidHandover.Encode(Host, null, null, out _));
    }
}
