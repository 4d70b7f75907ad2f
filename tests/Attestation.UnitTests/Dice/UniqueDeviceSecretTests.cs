using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Host;

namespace Attestation.UnitTests.Dice;

/// <summary>Provisioning scheme 2: the UDS from internal and external entropy.</summary>
public sealed class UniqueDeviceSecretTests
{
    private static readonly HostDiceOperations Host = new();

    [Fact]
    public void IsTheKdfOfBothEntropies()
    {
        byte[] uds = new byte[32];
        Assert.Equal(DiceResult.Ok, UniqueDeviceSecret.Derive(Host, SampleInputs.Filled(32, 1), SampleInputs.Filled(48, 2), uds));
        Assert.Equal(HKDF.DeriveKey(HashAlgorithmName.SHA512, SampleInputs.Filled(32, 1), 32, SampleInputs.Filled(48, 2), "UDS"u8.ToArray()), uds);
    }

    [Theory]
    [InlineData("31 bytes inside", 31, 32, 32)]
    [InlineData("31 bytes from outside", 32, 31, 32)]
    [InlineData("16-byte UDS", 32, 32, 16)]
    public void TooLittleEntropyIsRefused(string description, int inside, int outside, int uds) =>
        Assert.True(UniqueDeviceSecret.Derive(Host, new byte[inside], new byte[outside], new byte[uds]) == DiceResult.InvalidInput, description);

    [Fact]
    public void AFailureLeavesZeros()
    {
        byte[] uds = SampleInputs.Filled(32, 8);
        Assert.Equal(DiceResult.KdfFailed, UniqueDeviceSecret.Derive(new WatchedOperations(Host, 1), new byte[32], new byte[32], uds));
        Assert.Equal(new byte[32], uds);
    }

    [Fact]
    public void KeysNeedASecretOf32BytesAndAKnownAlgorithm()
    {
        Assert.Equal(DiceResult.InvalidInput, LayerKey.Derive(Host, DiceAlgorithm.P256, new byte[31], out LayerKey none));
        Assert.Null(none);
        Assert.Equal(DiceResult.InvalidInput, LayerKey.Derive(Host, DiceAlgorithm.P256, null, out _));
        Assert.Equal(DiceResult.InvalidInput, LayerKey.DeriveAttestationKey(Host, (DiceAlgorithm)0, new byte[32], out _));
    }

    [Fact]
    public void TheAttestationKeyIsNotTheCdiKey()
    {
        LayerKey.Derive(Host, DiceAlgorithm.Ed25519, new byte[32], out LayerKey cdi);
        LayerKey.DeriveAttestationKey(Host, DiceAlgorithm.Ed25519, new byte[32], out LayerKey attestation);
        Assert.NotEqual(cdi.PublicKey, attestation.PublicKey);
    }
}
