using Attestation.Dice.Certificates;

namespace Attestation.Dice;

/// <summary>What a layer hands to the next one: its secrets, and the certificate of the key pair derived from them.</summary>
public sealed class NextLayer
{
    internal NextLayer(LayerSecrets secrets, LayerKey key, byte[] certificate, CertificateForm form)
    {
        Secrets = secrets;
        Algorithm = key.Algorithm;
        PublicKey = key.PublicKey;
        Id = key.Id;
        Certificate = certificate;
        Form = form;
    }

    /// <summary>CDI_Attest and CDI_Seal of the next layer. Secret.</summary>
    public LayerSecrets Secrets { get; }

    /// <summary>The algorithm of the next layer's key pair.</summary>
    public DiceAlgorithm Algorithm { get; }

    /// <summary>Raw: 32 bytes (Ed25519), or X ‖ Y.</summary>
    public byte[] PublicKey { get; }

    /// <summary>CDI_ID, 20 bytes.</summary>
    public byte[] Id { get; }

    /// <summary>DER, or an untagged COSE_Sign1: see <see cref="Form"/>.</summary>
    public byte[] Certificate { get; }

    public CertificateForm Form { get; }
}
