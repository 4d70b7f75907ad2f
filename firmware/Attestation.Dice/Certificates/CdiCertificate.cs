using Attestation.Dice.Wire;

namespace Attestation.Dice.Certificates;

/// <summary>The certificate by which a layer vouches for the next one. Open Profile for DICE, "X.509 CDI Certificates" and "CBOR CDI
/// Certificates".</summary>
internal static class CdiCertificate
{
    private static readonly byte[] EmptyMap = { 0xA0 };

    /// <summary>Signs; null when the operation failed. The caller has checked inputs and options.</summary>
    public static byte[] Issue(
        IDiceOperations operations, LayerKey authority, LayerKey subject, DiceInputs inputs, byte[] configurationHash, LayerOptions options)
    {
        if (options.Form == CertificateForm.Cbor)
        {
            byte[] claims = CwtClaims.Encode(
                IdHex.Text(authority.Id), subject, CwtClaims.UsageCertificateSigning, inputs, configurationHash, options.ProfileName);
            return CoseSign1.Sign(operations, authority, EmptyMap, claims);
        }

        byte[] toBeSigned = X509Layout.ToBeSigned(
            authority.Algorithm, X509Layout.Name(authority.Id), authority.Id, subject, X509Parts.AuthorityUsage, Extensions(inputs, configurationHash, options));
        return SignX509(operations, authority, toBeSigned);
    }

    /// <summary>Signs a tbsCertificate; null when the operation failed.</summary>
    public static byte[] SignX509(IDiceOperations operations, LayerKey authority, byte[] toBeSigned)
    {
        byte[] signature = authority.Sign(operations, toBeSigned, 0, toBeSigned.Length);
        return signature == null ? null : X509Layout.Assemble(toBeSigned, authority.Algorithm, signature);
    }

    private static byte[] Extensions(DiceInputs inputs, byte[] configurationHash, LayerOptions options)
    {
        DerWriter der = new DerWriter(320);
        if (options.Ueid != null)
            UeidExtension.Write(der, options.Ueid);
        if (options.MultiTcbInfo != null)
            TcbInfoExtension.WriteMany(der, options.MultiTcbInfo);
        if (options.TcbInfo != null)
            TcbInfoExtension.Write(der, options.TcbInfo);
        OpenDiceExtension.Write(der, inputs, configurationHash, options.ProfileName);
        return der.ToArray();
    }
}
