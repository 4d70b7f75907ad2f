using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Evidence;

namespace Attestation.NodeAgent.Identity;

/// <summary>One certificate of the chain.</summary>
/// <param name="Form">How it is encoded.</param>
/// <param name="Bytes">DER, or an untagged COSE_Sign1.</param>
public sealed record LayerCertificate(CertificateForm Form, byte[] Bytes);

/// <summary>
/// The node's DICE identity in this boot: the chain from the UDS public key to an attestation key, and that key. Everything above it is wiped. Disposed,
/// the key is wiped too.
/// </summary>
public sealed class NodeIdentity : IDisposable
{
    /// <summary>Of every key of the chain.</summary>
    public const DiceAlgorithm Algorithm = DiceAlgorithm.P256;

    private readonly IDiceOperations operations;
    private readonly LayerKey key;

    internal NodeIdentity(IDiceOperations operations, LayerKey key, byte[] udsPublicKey, IReadOnlyList<LayerCertificate> certificates, BootNumber boot, byte[] bootSeed) =>
        (this.operations, this.key, UdsPublicKey, Certificates, Boot, BootSeed) = (operations, key, udsPublicKey, certificates, boot, bootSeed);

    /// <summary>Raw: X and Y, 64 bytes.</summary>
    public byte[] UdsPublicKey { get; }

    /// <summary>Of the layers in boot order, the attestation key's last.</summary>
    public IReadOnlyList<LayerCertificate> Certificates { get; }

    /// <summary>The boot in which it was made; grows from boot to boot.</summary>
    public BootNumber Boot { get; }

    /// <summary>32 bytes, new in every boot.</summary>
    public byte[] BootSeed { get; }

    /// <summary>SubjectPublicKeyInfo (DER) of the UDS key, as enrolment sends it.</summary>
    public byte[] UdsSubjectPublicKeyInfo
    {
        get
        {
            var point = new ECPoint { X = UdsPublicKey[..32], Y = UdsPublicKey[32..] };
            using ECDsa ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            return ecdsa.ExportSubjectPublicKeyInfo();
        }
    }

    /// <summary>The last layer's raw public key: the same software in the same configuration gives the same one in every boot.</summary>
    public byte[] AttestationPublicKey => key.PublicKey;

    /// <summary>Device evidence over a nonce (docs/formats/device-evidence.cddl).</summary>
    /// <param name="nonce">8 to 64 bytes.</param>
    /// <param name="udsCertificate">X.509 certificate that the verifier issued for the UDS key, where the layers' certificates are X.509 too; else null:
    /// the chain begins with the UDS public key, which the verifier knows from enrolment.</param>
    public byte[] Attest(byte[] nonce, byte[]? udsCertificate = null)
    {
        bool isX509 = Certificates.All(certificate => certificate.Form == CertificateForm.X509);
        DiceChain chain = udsCertificate is not null && isX509
            ? DiceChain.FromUdsCertificate(Algorithm, UdsPublicKey, udsCertificate)
            : DiceChain.FromUdsPublicKey(Algorithm, UdsPublicKey);
        foreach (LayerCertificate certificate in Certificates)
            chain.Append(certificate.Form, certificate.Bytes);
        var claims = new EvidenceClaims(nonce) { HasBootCount = true, BootCount = Boot.Value, BootSeed = BootSeed };
        DiceResult result = EvidenceWriter.Write(operations, key, chain, claims, out byte[] evidence);
        return result == DiceResult.Ok ? evidence : throw AgentException.Failed($"The DICE identity gives no evidence: {result}.");
    }

    /// <summary>A copy of the private key; the caller wipes it.</summary>
    internal byte[] ExportPrivateKey() => key.ExportPrivateKey();

    public void Dispose() => key.Wipe(operations);
}
