using Attestation.Dice.Wire;

namespace Attestation.Dice.Certificates;

/// <summary>X.509 certificates of the Open Profile for DICE ("X.509 UDS Certificates", "X.509 CDI Certificates"; RFC 5280 section 4.1):
/// <code>
/// SEQUENCE
///   tbsCertificate SEQUENCE
///     [0] version 3
///     serialNumber          INTEGER, the subject's ID
///     signature             of the authority's algorithm
///     issuer                serialNumber=hex(authority ID), or the manufacturer's name
///     validity              fixed
///     subject               serialNumber=hex(subject ID)
///     subjectPublicKeyInfo
///     [3] extensions        authorityKeyId, subjectKeyId, keyUsage, basicConstraints, then those of the profile
///   signatureAlgorithm
///   signature               BIT STRING: R ‖ S, or SEQUENCE { r, s }
/// </code>
/// </summary>
internal static class X509Layout
{
    private const int FixedRoom = 512;

    /// <summary>The tbsCertificate: what the authority signs.</summary>
    /// <param name="authorityAlgorithm">Signs the certificate.</param>
    /// <param name="issuerName">The issuer's Name, DER.</param>
    /// <param name="authorityKeyId">The issuer's key identifier.</param>
    /// <param name="subject">Its public half and ID are certified.</param>
    /// <param name="usage">keyUsage and basicConstraints, one of the two pairs of <see cref="X509Parts"/>.</param>
    /// <param name="moreExtensions">Whole Extension elements, encoded; may be empty.</param>
    public static byte[] ToBeSigned(
        DiceAlgorithm authorityAlgorithm, byte[] issuerName, byte[] authorityKeyId, LayerKey subject, byte[] usage, byte[] moreExtensions)
    {
        DerWriter der = new DerWriter(FixedRoom + issuerName.Length + moreExtensions.Length);

        der.Raw(moreExtensions).Raw(usage).Raw(subject.Id).Raw(X509Parts.SubjectKeyIdPrefix);
        AuthorityKeyId(der, authorityKeyId);
        der.Close(DerWriter.Sequence, 0).Close(DerWriter.ContextConstructed | 3, 0);

        der.Raw(subject.PublicKey).Raw(X509Parts.PublicKeyPrefix(subject.Algorithm));
        der.Raw(Name(subject.Id)).Raw(X509Parts.Validity).Raw(issuerName);
        der.Raw(X509Parts.SignatureAlgorithm(authorityAlgorithm));
        der.UnsignedInteger(DerWriter.Integer, subject.Id, 0, subject.Id.Length);
        der.Raw(X509Parts.VersionThree);
        return der.Close(DerWriter.Sequence, 0).ToArray();
    }

    /// <summary>The certificate around a tbsCertificate and its raw signature.</summary>
    public static byte[] Assemble(byte[] toBeSigned, DiceAlgorithm authorityAlgorithm, byte[] signature)
    {
        DerWriter der = new DerWriter(64 + toBeSigned.Length + signature.Length);
        if (authorityAlgorithm == DiceAlgorithm.Ed25519)
            der.Raw(signature);
        else
            EcdsaSignature(der, signature);
        der.Byte(0).Close(DerWriter.BitString, 0); // no unused bits
        der.Raw(X509Parts.SignatureAlgorithm(authorityAlgorithm)).Raw(toBeSigned);
        return der.Close(DerWriter.Sequence, 0).ToArray();
    }

    /// <summary>Name with the single attribute serialNumber = hex(ID).</summary>
    public static byte[] Name(byte[] id)
    {
        return new DerWriter(53).Raw(IdHex.Ascii(id)).Raw(X509Parts.NamePrefix).ToArray();
    }

    /// <summary>Extension SEQUENCE { OID, OCTET STRING { SEQUENCE { [0] keyIdentifier } } }.</summary>
    private static void AuthorityKeyId(DerWriter der, byte[] keyId)
    {
        int mark = der.Length;
        der.Element(DerWriter.ContextPrimitive | 0, keyId)
            .Close(DerWriter.Sequence, mark)
            .Close(DerWriter.OctetString, mark)
            .Raw(X509Parts.AuthorityKeyIdOid)
            .Close(DerWriter.Sequence, mark);
    }

    /// <summary>Ecdsa-Sig-Value SEQUENCE { r INTEGER, s INTEGER } (RFC 3279 section 2.2.3).</summary>
    private static void EcdsaSignature(DerWriter der, byte[] signature)
    {
        int half = (int)((uint)signature.Length >> 1);
        der.UnsignedInteger(DerWriter.Integer, signature, half, half);
        der.UnsignedInteger(DerWriter.Integer, signature, 0, half);
        der.Close(DerWriter.Sequence, 0);
    }
}
