using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Formats;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;
using DiceInputs = Attestation.Dice.DiceInputs;

namespace Attestation.Factory.Provisioning;

/// <summary>What a station asks of a device before it is certified and after: the device runs its DICE once over fixed inputs, and the station looks at
/// what came out. Only public values leave the device.</summary>
public static class StationTest
{
    /// <summary>The patterns that fuses have before they are programmed: all zeros (the profile's convention), and all ones where the technology starts there.</summary>
    private static readonly byte[] UnprogrammedPatterns = [0x00, 0xFF];

    /// <summary>Runs the device once: its UDS key pair, and the certificate that it signs for a layer of all-zero inputs.</summary>
    public static DeviceProbe Run(byte[] uds, DiceAlgorithm algorithm, IDiceOperations operations)
    {
        LayerSecrets secrets = LayerSecrets.FromUds(uds);
        try
        {
            Require(LayerKey.Derive(operations, algorithm, uds, out LayerKey key));
            key.Wipe(operations);
            var options = new LayerOptions { Form = CertificateForm.X509, AuthorityAlgorithm = algorithm, SubjectAlgorithm = algorithm };
            Require(DiceFlow.HandOver(operations, secrets, ZeroInputs(), options, out NextLayer next));
            next.Secrets.Wipe(operations);
            return new DeviceProbe(algorithm, key.PublicKey, key.Id, next.PublicKey, next.Certificate);
        }
        finally
        {
            secrets.Wipe(operations);
        }
    }

    /// <summary>The profile's zero-UDS test: what the device derived must not be what an unprogrammed one derives from the same inputs.</summary>
    /// <exception cref="FactoryException"><c>factory.zero-uds</c></exception>
    public static void RefuseUnprogrammed(DeviceProbe device, IDiceOperations operations)
    {
        foreach (byte pattern in UnprogrammedPatterns)
        {
            byte[] uds = new byte[DiceSizes.Cdi];
            Array.Fill(uds, pattern);
            DeviceProbe blank = Run(uds, device.Algorithm, operations);
            if (device.UdsPublicKey.AsSpan().SequenceEqual(blank.UdsPublicKey) || device.CdiPublicKey.AsSpan().SequenceEqual(blank.CdiPublicKey))
                throw new FactoryException(FactoryReasons.ZeroUds, $"Every bit is {(pattern == 0 ? 0 : 1)}.");
        }
    }

    /// <summary>The profile's chain test: the UDS certificate must name the key that signed the device's CDI certificate, and carry the issuer's name.</summary>
    /// <exception cref="FactoryException"><c>factory.chain-broken</c></exception>
    public static void RefuseBrokenChain(DeviceProbe device, ReadOnlyMemory<byte> udsCertificate)
    {
        if (!UnverifiedCertificate.TryParse(udsCertificate, out UnverifiedCertificate uds, out ParseError error)
            || !UnverifiedCertificate.TryParse(device.CdiCertificate, out UnverifiedCertificate cdi, out error))
            throw new FactoryException(FactoryReasons.ChainBroken, error.ToString());
        Certificate? verified = cdi.Verify(uds.ForDisplay.SubjectKey);
        if (verified is null)
            throw new FactoryException(FactoryReasons.ChainBroken, "The signature of the CDI certificate does not verify.");
        if (!verified.Issuer.Equals(uds.ForDisplay.Subject))
            throw new FactoryException(FactoryReasons.ChainBroken, $"Issuer {verified.Issuer} is not {uds.ForDisplay.Subject}.");
    }

    private static DiceInputs ZeroInputs() => new()
    {
        CodeHash = new byte[DiceSizes.Input],
        InlineConfiguration = new byte[DiceSizes.Input],
        AuthorityHash = new byte[DiceSizes.Input],
        Mode = DiceMode.NotConfigured,
    };

    private static void Require(DiceResult result)
    {
        if (result != DiceResult.Ok)
            throw new CryptographicException($"the device's DICE failed: {result}");
    }
}
