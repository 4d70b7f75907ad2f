using Attestation.Dice.Wire;

namespace Attestation.Dice.Certificates;

/// <summary>The certificate of the UDS key pair, the root of a device's chain. Open Profile for DICE, "X.509 UDS Certificates" and
/// "CBOR UDS Certificates".
/// The manufacturer's CA signs it outside of this core: <see cref="ToBeSigned"/>, sign, <see cref="Assemble"/>. Where there is no CA,
/// the device signs its own.</summary>
public static class UdsCertificate
{
    private static readonly byte[] EmptyMap = { 0xA0 };
    private static readonly byte[] NoExtensions = new byte[0];

    /// <summary>The tbsCertificate that a manufacturer's CA signs.</summary>
    /// <param name="authorityAlgorithm">Of the CA's key.</param>
    /// <param name="issuerName">The CA's subject Name, DER.</param>
    /// <param name="authorityKeyId">The CA's subjectKeyIdentifier, usually 20 bytes.</param>
    /// <param name="udsKey">The device's UDS key; its public half is enough.</param>
    /// <param name="ueid">Added as the TCG extension when not null.</param>
    public static byte[] ToBeSigned(DiceAlgorithm authorityAlgorithm, byte[] issuerName, byte[] authorityKeyId, LayerKey udsKey, byte[] ueid)
    {
        byte[] extensions = NoExtensions;
        if (ueid != null)
        {
            DerWriter der = new DerWriter(64);
            UeidExtension.Write(der, ueid);
            extensions = der.ToArray();
        }

        return X509Layout.ToBeSigned(authorityAlgorithm, issuerName, authorityKeyId, udsKey, X509Parts.AuthorityUsage, extensions);
    }

    /// <summary>The certificate from a tbsCertificate and the CA's raw signature (R ‖ S or r ‖ s); null when the signature has the
    /// wrong length.</summary>
    public static byte[] Assemble(byte[] toBeSigned, DiceAlgorithm authorityAlgorithm, byte[] signature)
    {
        if (signature == null || signature.Length == 0 || signature.Length != DiceAlgorithmSizes.Signature(authorityAlgorithm))
            return null;
        return X509Layout.Assemble(toBeSigned, authorityAlgorithm, signature);
    }

    /// <summary>A self-signed certificate: issuer and subject are both the UDS_ID.</summary>
    /// <param name="operations">The crypto.</param>
    /// <param name="udsKey">The UDS key pair, not wiped.</param>
    /// <param name="form">X.509 or CBOR.</param>
    /// <param name="certificate">The certificate, or null after a failure.</param>
    public static DiceResult SelfSign(IDiceOperations operations, LayerKey udsKey, CertificateForm form, out byte[] certificate)
    {
        certificate = null;
        if (udsKey == null || (form != CertificateForm.X509 && form != CertificateForm.Cbor))
            return DiceResult.InvalidInput;
        certificate = form == CertificateForm.Cbor
            ? CoseSign1.Sign(
                operations, udsKey, EmptyMap, CwtClaims.Encode(IdHex.Text(udsKey.Id), udsKey, CwtClaims.UsageCertificateSigning, null, null, null))
            : CdiCertificate.SignX509(operations, udsKey, ToBeSigned(udsKey.Algorithm, X509Layout.Name(udsKey.Id), udsKey.Id, udsKey, null));
        return certificate == null ? DiceResult.SignFailed : DiceResult.Ok;
    }
}
