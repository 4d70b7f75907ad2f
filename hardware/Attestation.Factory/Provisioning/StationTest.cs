using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Formats.Reasons;

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
