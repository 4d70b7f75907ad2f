using Attestation.Dice;
using Attestation.Dice.Host;

namespace Attestation.UnitTests.Dice;

/// <summary>A key pair that leaves the process and comes back.</summary>
public sealed class LayerKeyTests
{
    private static readonly HostDiceOperations Host = new();
    private static readonly byte[] Message = [1, 2, 3];

    [Theory]
    [InlineData("Ed25519", DiceAlgorithm.Ed25519)]
    [InlineData("P-256", DiceAlgorithm.P256)]
    [InlineData("P-384", DiceAlgorithm.P384)]
    public void AKeptPairSignsAsBefore(string what, DiceAlgorithm algorithm)
    {
        Assert.Equal(DiceResult.Ok, LayerKey.Derive(Host, algorithm, SampleInputs.Filled(32, 5), out LayerKey key));
        byte[] signature = key.Sign(Host, Message, 0, Message.Length);
        byte[] kept = key.ExportPrivateKey();
        Assert.Equal(DiceResult.Ok, LayerKey.FromPrivateKey(Host, algorithm, kept, key.PublicKey, out LayerKey again));
        Host.Wipe(kept);
        Assert.True(signature.AsSpan().SequenceEqual(again.Sign(Host, Message, 0, Message.Length)), what);
        Assert.Equal(key.Id, again.Id);
    }

    [Fact]
    public void AWipedOrPublicKeyGivesNothingAway()
    {
        LayerKey.Derive(Host, DiceAlgorithm.P256, SampleInputs.Filled(32, 5), out LayerKey key);
        key.Wipe(Host);
        Assert.Null(key.ExportPrivateKey());
        LayerKey.FromPublicKey(Host, DiceAlgorithm.P256, key.PublicKey, out LayerKey publicHalf);
        Assert.Null(publicHalf.ExportPrivateKey());
    }

    [Fact]
    public void HalvesOfTheWrongLengthAreRefused()
    {
        LayerKey.Derive(Host, DiceAlgorithm.P256, SampleInputs.Filled(32, 5), out LayerKey key);
        byte[] kept = key.ExportPrivateKey();
        Assert.Equal(DiceResult.InvalidInput, LayerKey.FromPrivateKey(Host, DiceAlgorithm.P256, null!, key.PublicKey, out _));
        Assert.Equal(DiceResult.InvalidInput, LayerKey.FromPrivateKey(Host, DiceAlgorithm.P256, kept[1..], key.PublicKey, out _));
        Assert.Equal(DiceResult.InvalidInput, LayerKey.FromPrivateKey(Host, DiceAlgorithm.P384, kept, key.PublicKey, out _));
        Assert.Equal(DiceResult.InvalidInput, LayerKey.FromPrivateKey(Host, DiceAlgorithm.P256, kept, key.PublicKey[1..], out LayerKey none));
        Assert.Null(none);
    }
}
