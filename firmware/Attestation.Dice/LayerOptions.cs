using Attestation.Dice.Certificates;

namespace Attestation.Dice;

/// <summary>How a layer certifies the next one. Open Profile for DICE, "Certificate Details".</summary>
public sealed class LayerOptions
{
    /// <summary>The form of the certificate; it need not be that of the previous one.</summary>
    public CertificateForm Form { get; set; }

    /// <summary>Of the current layer's key, which signs. It must be the one that the previous layer certified.</summary>
    public DiceAlgorithm AuthorityAlgorithm { get; set; } = DiceAlgorithm.Ed25519;

    /// <summary>Of the next layer's key.</summary>
    public DiceAlgorithm SubjectAlgorithm { get; set; } = DiceAlgorithm.Ed25519;

    /// <summary>Which profile defines the certificate; null leaves the field out.</summary>
    public string ProfileName { get; set; }

    /// <summary>Added to an X.509 certificate when not null; refused for a CBOR one, which has no place for it.</summary>
    public TcbInfo TcbInfo { get; set; }

    /// <summary>Several of them, for a layer made of several components: added to an X.509 certificate when not null; refused for a
    /// CBOR one.</summary>
    public TcbInfo[] MultiTcbInfo { get; set; }

    /// <summary>The device's UEID (RFC 9711 section 4.2.1), added to an X.509 certificate when not null; refused for a CBOR one.</summary>
    public byte[] Ueid { get; set; }

    /// <summary>False when the parts do not fit together.</summary>
    public bool IsValid()
    {
        if (DiceAlgorithmSizes.PrivateKey(AuthorityAlgorithm) == 0 || DiceAlgorithmSizes.PrivateKey(SubjectAlgorithm) == 0)
            return false;
        if (Form == CertificateForm.Cbor)
            return TcbInfo == null && MultiTcbInfo == null && Ueid == null;
        return Form == CertificateForm.X509 && (TcbInfo == null || TcbInfoExtension.IsValid(TcbInfo)) && AreValid(MultiTcbInfo);
    }

    private static bool AreValid(TcbInfo[] infos)
    {
        for (int i = 0; infos != null && i < infos.Length; i++)
        {
            if (infos[i] == null || !TcbInfoExtension.IsValid(infos[i]))
                return false;
        }

        return infos == null || infos.Length != 0;
    }
}
