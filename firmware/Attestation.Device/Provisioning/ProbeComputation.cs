using Attestation.Device.Boot;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Wire;

namespace Attestation.Device.Provisioning;

/// <summary>The zero-UDS test's half of the device: DICE once over all-zero inputs. Open Profile for DICE, "Provisioning", and
/// docs/formats/device-protocol.cddl, probe-results. Only public values come out.</summary>
internal static class ProbeComputation
{
    /// <summary>Computes.</summary>
    /// <param name="operations">The crypto.</param>
    /// <param name="source">Read once; not latched.</param>
    /// <param name="algorithm">Of both key pairs.</param>
    /// <param name="udsPublicKey">Raw; null after a refusal.</param>
    /// <param name="results">The encoded map; null after a refusal.</param>
    public static DeviceRefusal Run(
        IDiceOperations operations, IUdsSource source, DiceAlgorithm algorithm, out byte[] udsPublicKey, out byte[] results)
    {
        udsPublicKey = null;
        results = null;
        byte[] uds = null;
        LayerSecrets secrets = null;
        try
        {
            if (!source.TryRead(operations, out uds) || uds.Length != DiceSizes.Cdi)
                return DeviceRefusal.UdsUnavailable;
            if (BlankSecret.Is(uds))
                return DeviceRefusal.UdsBlank;
            if (LayerKey.Derive(operations, algorithm, uds, out LayerKey key) != DiceResult.Ok)
                return DeviceRefusal.ProbeFailed;
            key.Wipe(operations);
            secrets = LayerSecrets.FromUds(uds);
            LayerOptions options = new LayerOptions { Form = CertificateForm.X509, AuthorityAlgorithm = algorithm, SubjectAlgorithm = algorithm };
            if (DiceFlow.HandOver(operations, secrets, ZeroInputs(), options, out NextLayer next) != DiceResult.Ok)
                return DeviceRefusal.ProbeFailed;
            next.Secrets.Wipe(operations);
            udsPublicKey = key.PublicKey;
            results = new CborWriter(1024).Map(5).Unsigned(1).Integer((int)algorithm).Unsigned(2).Bytes(key.PublicKey).Unsigned(3).Bytes(key.Id)
                .Unsigned(4).Bytes(next.PublicKey).Unsigned(5).Bytes(next.Certificate).ToArray();
            return DeviceRefusal.None;
        }
        finally
        {
            if (uds != null)
                operations.Wipe(uds);
            if (secrets != null)
                secrets.Wipe(operations);
        }
    }

    private static DiceInputs ZeroInputs() => new DiceInputs
    {
        CodeHash = new byte[DiceSizes.Input],
        InlineConfiguration = new byte[DiceSizes.Input],
        AuthorityHash = new byte[DiceSizes.Input],
        Mode = DiceMode.NotConfigured,
    };
}
