using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Evidence;

namespace Attestation.UnitTests.Dice;

/// <summary>A whole boot: UDS, two layers, an attestation key. Each key may have another algorithm and each certificate another
/// form.</summary>
internal sealed class SampleBoot
{
    private SampleBoot(DiceChain chain, LayerKey attestationKey, IReadOnlyList<byte[]> certificates)
    {
        Chain = chain;
        AttestationKey = attestationKey;
        Certificates = certificates;
    }

    public DiceChain Chain { get; }

    public LayerKey AttestationKey { get; }

    /// <summary>UDS certificate first (empty when the chain starts with a COSE_Key), attestation key last.</summary>
    public IReadOnlyList<byte[]> Certificates { get; }

    /// <param name="operations">The crypto.</param>
    /// <param name="algorithms">Of UDS key, first CDI key, second CDI key, attestation key.</param>
    /// <param name="forms">Of the certificates of the last three; X.509 for the UDS when <paramref name="hasUdsCertificate"/>.</param>
    /// <param name="hasUdsCertificate">Otherwise the chain starts with the UDS public key.</param>
    public static SampleBoot Run(IDiceOperations operations, DiceAlgorithm[] algorithms, CertificateForm[] forms, bool hasUdsCertificate)
    {
        byte[] uds = new byte[32];
        Assert.Equal(DiceResult.Ok, UniqueDeviceSecret.Derive(operations, SampleInputs.Filled(32, 0xA1), SampleInputs.Filled(40, 0xA2), uds));
        Assert.Equal(DiceResult.Ok, LayerKey.Derive(operations, algorithms[0], uds, out LayerKey udsKey));
        byte[] udsCertificate = [];
        if (hasUdsCertificate)
            Assert.Equal(DiceResult.Ok, UdsCertificate.SelfSign(operations, udsKey, CertificateForm.X509, out udsCertificate));
        DiceChain chain = hasUdsCertificate
            ? DiceChain.FromUdsCertificate(algorithms[0], udsKey.PublicKey, udsCertificate)
            : DiceChain.FromUdsPublicKey(algorithms[0], udsKey.PublicKey);
        List<byte[]> certificates = [udsCertificate];

        LayerSecrets secrets = LayerSecrets.FromUds(uds);
        for (int layer = 0; layer < 2; layer++)
        {
            LayerOptions options = SampleInputs.Options(forms[layer], algorithms[layer], algorithms[layer + 1]);
            DiceInputs inputs = layer == 0 ? SampleInputs.Inline() : SampleInputs.WithDescriptor();
            Assert.Equal(DiceResult.Ok, DiceFlow.HandOver(operations, secrets, inputs, options, out NextLayer next));
            secrets = next.Secrets;
            chain.Append(next);
            certificates.Add(next.Certificate);
        }

        Assert.Equal(DiceResult.Ok, LayerKey.DeriveAttestationKey(operations, algorithms[3], secrets.CdiAttest, out LayerKey key));
        Assert.Equal(DiceResult.Ok, AttestationKeyCertificate.Issue(operations, secrets.CdiAttest, algorithms[2], key, forms[2], out byte[] leaf));
        chain.Append(forms[2], leaf);
        certificates.Add(leaf);
        return new SampleBoot(chain, key, certificates);
    }
}
