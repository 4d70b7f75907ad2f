using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Evidence;

namespace Attestation.Simulator.Boards;

/// <summary>The certificates of one boot, public: the UDS at its root, then one per layer, then the attestation key's.</summary>
/// <param name="Algorithm">Of the UDS key.</param>
/// <param name="UdsPublicKey">Raw: 32 bytes (Ed25519), or X ‖ Y.</param>
/// <param name="UdsCertificate">DER; null where the chain starts with the bare key.</param>
/// <param name="Certificates">In the order of the boot.</param>
public sealed record BootChain(DiceAlgorithm Algorithm, byte[] UdsPublicKey, byte[]? UdsCertificate, IReadOnlyList<ChainCertificate> Certificates)
{
    public BootChain With(CertificateForm form, byte[] certificate) =>
        this with { Certificates = [.. Certificates, new ChainCertificate(form, certificate)] };

    /// <summary>The firmware's own form of it, from which evidence is written.</summary>
    public DiceChain ToDiceChain()
    {
        DiceChain chain = UdsCertificate is null
            ? DiceChain.FromUdsPublicKey(Algorithm, UdsPublicKey)
            : DiceChain.FromUdsCertificate(Algorithm, UdsPublicKey, UdsCertificate);
        foreach (ChainCertificate certificate in Certificates)
            chain.Append(certificate.Form, certificate.Bytes);
        return chain;
    }

    /// <summary>The CBOR array DiceChain, root first (docs/formats/device-evidence.cddl).</summary>
    public byte[] Encode() => ToDiceChain().Encode();
}
