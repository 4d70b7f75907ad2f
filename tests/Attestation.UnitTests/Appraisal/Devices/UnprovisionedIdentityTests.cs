using System.Security.Cryptography;
using Attestation.Appraisal.Devices;
using Attestation.Dice;
using Attestation.Dice.Host;

namespace Attestation.UnitTests.Appraisal.Devices;

/// <summary>Constants written twice: the verifier's list against what the firmware's code derives.</summary>
public sealed class UnprovisionedIdentityTests
{
    [Theory]
    [InlineData("Ed25519", DiceAlgorithm.Ed25519, 0)]
    [InlineData("P-256", DiceAlgorithm.P256, 1)]
    [InlineData("P-384", DiceAlgorithm.P384, 2)]
    public void TheConstantsAreWhatBlankFusesDerive(string name, DiceAlgorithm algorithm, int index)
    {
        Assert.Equal(Thumbprint(algorithm, 0x00), UnprovisionedIdentity.Zeros[index]);
        Assert.Equal(Thumbprint(algorithm, 0xFF), UnprovisionedIdentity.Ones[index]);
        Assert.False(UnprovisionedIdentity.Is(Thumbprint(algorithm, 0x01)), name);
    }

    private static string Thumbprint(DiceAlgorithm algorithm, byte fill)
    {
        var uds = new byte[32];
        Array.Fill(uds, fill);
        Assert.Equal(DiceResult.Ok, LayerKey.Derive(new HostDiceOperations(), algorithm, uds, out LayerKey key));
        return Convert.ToHexStringLower(SHA256.HashData(key.PublicKey));
    }
}
