using Attestation.Dice.Wire;

namespace Attestation.Dice.Certificates;

/// <summary>The leaf of a chain: the last layer's CDI key certifies the key that signs evidence. Open Profile for DICE, "CDI Certificates"
/// (a CDI key signs nothing but certificates). Not a CA, key usage digitalSignature, no measurements.</summary>
public static class AttestationKeyCertificate
{
    private static readonly byte[] EmptyMap = { 0xA0 };
    private static readonly byte[] NoExtensions = new byte[0];

    /// <summary>Issues the certificate.</summary>
    /// <param name="operations">The crypto.</param>
    /// <param name="cdiAttest">The last layer's CDI_Attest, 32 bytes; not wiped.</param>
    /// <param name="authorityAlgorithm">Of the CDI key, as the previous layer certified it.</param>
    /// <param name="attestationKey">See <see cref="LayerKey.DeriveAttestationKey"/>.</param>
    /// <param name="form">X.509 or CBOR.</param>
    /// <param name="certificate">The certificate, or null after a failure.</param>
    public static DiceResult Issue(
        IDiceOperations operations, byte[] cdiAttest, DiceAlgorithm authorityAlgorithm, LayerKey attestationKey, CertificateForm form, out byte[] certificate)
    {
        certificate = null;
        if (attestationKey == null || (form != CertificateForm.X509 && form != CertificateForm.Cbor))
            return DiceResult.InvalidInput;

        DiceResult result = LayerKey.Derive(operations, authorityAlgorithm, cdiAttest, out LayerKey authority);
        if (result != DiceResult.Ok)
            return result;
        try
        {
            certificate = form == CertificateForm.Cbor ? Cbor(operations, authority, attestationKey) : X509(operations, authority, attestationKey);
            return certificate == null ? DiceResult.SignFailed : DiceResult.Ok;
        }
        finally
        {
            authority.Wipe(operations);
        }
    }

    private static byte[] X509(IDiceOperations operations, LayerKey authority, LayerKey subject)
    {
        byte[] toBeSigned = X509Layout.ToBeSigned(
            authority.Algorithm, X509Layout.Name(authority.Id), authority.Id, subject, X509Parts.SignerUsage, NoExtensions);
        return CdiCertificate.SignX509(operations, authority, toBeSigned);
    }

    private static byte[] Cbor(IDiceOperations operations, LayerKey authority, LayerKey subject)
    {
        byte[] claims = CwtClaims.Encode(IdHex.Text(authority.Id), subject, CwtClaims.UsageDigitalSignature, null, null, null);
        return CoseSign1.Sign(operations, authority, EmptyMap, claims);
    }
}
