using Attestation.Formats.Dice;
using Attestation.RelyingParty.Devices;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Formats.Dice;

namespace Attestation.UnitTests.RelyingParty.Devices;

public sealed class DeviceCertificateCheckTests
{
    [Theory]
    [InlineData("under an enrolled key", "good-x509.chain", false)]
    [InlineData("under a manufacturer CA", "good-under-ca.chain", true)]
    public void AGoodChainNamesItsDevice(string description, string file, bool authority)
    {
        DeviceCheckOutcome outcome = DeviceChainVectors.Check(file, authority ? DeviceChainVectors.Authority : null);
        Assert.True(outcome.IsGood, $"{description}: {outcome.Reason} {outcome.Detail}");
        Assert.Matches("^[0-9a-f]{64}$", outcome.Device.Id);
        Assert.Equal(DiceId.Of(outcome.Device.Chain.RootKey), outcome.Device.Serial);
        Assert.Equal(2, outcome.Device.Chain.Layers.Count);
        Assert.True(outcome.Device.Expires > DiceChains.Now);
        Assert.True(DeviceChainVectors.Check(file, authority ? DeviceChainVectors.Authority : null, outcome.Device.Key).IsGood);
    }

    [Fact]
    public void AnotherKeyThanTheLeafsMayNotBeHeld() =>
        Assert.Equal("result.held-key", DeviceChainVectors.Check("good-x509.chain", heldKey: TestKeys.P256.PublicKey).Reason?.Id);

    [Theory]
    [InlineData("self-signed-leaf.chain", "dice.chain.signature")]
    [InlineData("expired.chain", "dice.chain.expired")]
    [InlineData("not-yet-valid.chain", "dice.chain.not-yet-valid")]
    [InlineData("cdi-leaf.chain", "dice.chain.leaf-usage")]
    [InlineData("self-signed-only.chain", "dice.chain.degenerate")]
    [InlineData("swapped-layers.chain", "dice.chain.signature")]
    [InlineData("several-defects.chain", "dice.chain.not-ca")]
    [InlineData("not-a-ca.chain", "dice.chain.not-ca")]
    public void ABadChainIsRefusedWithTheChainsReason(string file, string reason)
    {
        DeviceCheckOutcome outcome = DeviceChainVectors.Check(file);
        Assert.Equal(reason, outcome.Reason?.Id);
        Assert.Null(outcome.Device);
        Assert.DoesNotContain(outcome.Detail, char.IsControl);
    }

    [Fact]
    public void ACaOfTheSameNameIsNotTheManufacturer() =>
        Assert.Equal("dice.chain.anchor", DeviceChainVectors.Check("wrong-ca.chain", DeviceChainVectors.Authority).Reason?.Id);

    [Fact]
    public void NoCertificateTooManyAndGarbageAreRefused()
    {
        var check = new DeviceCertificateCheck(DeviceChainVectors.Enrolled);
        List<ReadOnlyMemory<byte>> chain = DeviceChainVectors.LeafFirst("good-x509.chain");
        Assert.Equal("dice.chain.form", check.Check([], DiceChains.Now).Reason?.Id);
        Assert.Equal("dice.chain.length", check.Check([.. Enumerable.Repeat(chain[0], 17)], DiceChains.Now).Reason?.Id);
        Assert.StartsWith("der.", check.Check([new byte[] { 1, 2, 3 }], DiceChains.Now).Reason?.Id, StringComparison.Ordinal);
    }

    /// <summary>nginx hands on the client's own certificate only.</summary>
    [Fact]
    public void AChainOfWhichOnlyTheLeafCameIsCompletedFromKnownCertificates()
    {
        List<ReadOnlyMemory<byte>> chain = DeviceChainVectors.LeafFirst("good-under-ca.chain");
        Assert.Equal("dice.chain.anchor", new DeviceCertificateCheck(DeviceChainVectors.Authority).Check(chain[..1], DiceChains.Now).Reason?.Id);
        var known = new KnownCertificates(chain[1..].Select(DeviceChainVectors.Read));
        DeviceCheckOutcome outcome = new DeviceCertificateCheck(DeviceChainVectors.Authority, known).Check(chain[..1], DiceChains.Now);
        Assert.True(outcome.IsGood, outcome.Detail);
        Assert.Equal(DeviceChainVectors.Check("good-under-ca.chain", DeviceChainVectors.Authority).Device!.Id, outcome.Device.Id);
    }

    /// <summary>Known certificates are no anchors, and do not repair what came.</summary>
    [Fact]
    public void KnownCertificatesAreNotTrusted()
    {
        List<ReadOnlyMemory<byte>> chain = DeviceChainVectors.LeafFirst("good-under-ca.chain");
        var known = new KnownCertificates(chain.Select(DeviceChainVectors.Read));
        Assert.Equal("dice.chain.anchor", new DeviceCertificateCheck(DiceAnchors.None, known).Check(chain[..1], DiceChains.Now).Reason?.Id);
        byte[] damaged = chain[0].ToArray();
        damaged[^1] ^= 1;
        Assert.False(new DeviceCertificateCheck(DeviceChainVectors.Authority, known).Check([damaged], DiceChains.Now).IsGood);
    }
}
