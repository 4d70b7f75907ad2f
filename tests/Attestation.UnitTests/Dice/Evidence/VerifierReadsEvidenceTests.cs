using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Evidence;
using Attestation.Dice.Host;
using Attestation.Formats.Cose;
using Attestation.Formats.Eat;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Dice.Evidence;

/// <summary>Evidence of a device as the verifier reads it. Both sides were written from docs/formats/device-evidence.cddl and share no
/// code.</summary>
public sealed class VerifierReadsEvidenceTests
{
    private static readonly HostDiceOperations Host = new();

    public static TheoryData<string, DiceAlgorithm[], CertificateForm[], bool> Boots => EvidenceWriterTests.Boots;

    [Theory]
    [MemberData(nameof(Boots))]
    public void AllClaimsArrive(string description, DiceAlgorithm[] algorithms, CertificateForm[] forms, bool hasUdsCertificate)
    {
        SampleBoot boot = SampleBoot.Run(Host, algorithms, forms, hasUdsCertificate);
        EvidenceClaims written = new(SampleInputs.Filled(32, 9))
        {
            DebugStatus = global::Attestation.Dice.Evidence.DebugStatus.DisabledPermanently,
            HasBootCount = true,
            BootCount = 12,
            BootSeed = SampleInputs.Filled(32, 8),
        };
        Assert.Equal(DiceResult.Ok, EvidenceWriter.Write(Host, boot.AttestationKey, boot.Chain, written, out byte[] evidence));

        Assert.True(UnverifiedEat.TryParse(evidence, out UnverifiedEat? token, out _), description);
        Assert.True(token.Verify(Key(boot.AttestationKey), out EatClaims? claims, out _), description);
        Assert.Equal(written.Nonce, Assert.Single(claims.Nonces).ToArray());
        Assert.Equal(DeviceUeid.FromUdsPublicKey(boot.Chain.UdsPublicKey), claims.Ueid!.Value.ToArray());
        Assert.Equal((int)written.DebugStatus, (int)claims.DebugStatus!.Value);
        Assert.Equal(12UL, claims.BootCount);
        Assert.Equal(written.BootSeed, claims.BootSeed!.Value.ToArray());
        Assert.True(claims.RequireProfile(EvidenceProfile.Name, out _));
        Assert.Empty(claims.Others);
        Assert.Equal(boot.Chain.IsX509 ? 4 : 0, token.X5Chain.Count);
        Assert.Equal(boot.Chain.IsX509 ? null : boot.Chain.Encode(), token.DiceChain?.ToArray());
        LayerKey.Derive(Host, algorithms[3], SampleInputs.Filled(32, 0x13), out LayerKey other);
        Assert.False(token.Verify(Key(other), out _, out _));
    }

    private static VerificationKey Key(LayerKey key)
    {
        Assert.True(CoseKey.TryParse(global::Attestation.Dice.Wire.CoseKey.Encode(key.Algorithm, key.PublicKey), out VerificationKey parsed, out _));
        return parsed;
    }
}
