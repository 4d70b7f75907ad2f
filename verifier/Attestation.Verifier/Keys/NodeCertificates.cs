using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.Appraisal.Endorsements;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;

namespace Attestation.Verifier.Keys;

/// <summary>Writes the certificates of <see cref="NodeAuthority"/> (RFC 5280). They do not expire (section 4.1.2.5): an enrolment ends in the verifier's records.</summary>
internal static class NodeCertificates
{
    private const string DiceTcbInfo = "2.23.133.5.4.1";
    private const string SerialNumberAttribute = "2.5.4.5";

    private static readonly DateTimeOffset NoExpiry = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    /// <summary>A self-signed root, named after its key so that two verifiers' roots differ by name.</summary>
    public static byte[] Root(SigningKey key, DateTimeOffset now)
    {
        byte[] keyId = KeyId(key.PublicKey);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName($"Attestation node authority {Convert.ToHexStringLower(keyId.AsSpan(0, 4))}");
        CertificateRequest request = Request(name.Build(), key.PublicKey, keyId);
        return Sign(request, request.SubjectName, key, now);
    }

    /// <summary>
    /// Open Profile for DICE, "X.509 UDS Certificates": the subject is the key's identifier; with the class in a DiceTcbInfo, where one is known:
    /// <code>DiceTcbInfo ::= SEQUENCE { vendor [0] IMPLICIT UTF8String, model [1] IMPLICIT UTF8String }</code>
    /// </summary>
    public static byte[] Uds(SigningKey key, byte[] root, VerificationKey uds, DeviceClass? deviceClass, DateTimeOffset now)
    {
        string id = DiceId.Of(uds);
        var name = new X500DistinguishedNameBuilder();
        name.Add(SerialNumberAttribute, id, UniversalTagNumber.PrintableString);
        CertificateRequest request = Request(name.Build(), uds, Convert.FromHexString(id));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(KeyId(key.PublicKey)));
        if (deviceClass is { } known)
            request.CertificateExtensions.Add(TcbInfo(known));
        using X509Certificate2 issuer = X509CertificateLoader.LoadCertificate(root);
        return Sign(request, issuer.SubjectName, key, now);
    }

    private static CertificateRequest Request(X500DistinguishedName subject, VerificationKey key, byte[] keyId)
    {
        var request = new CertificateRequest(subject, PublicKey.CreateFromSubjectPublicKeyInfo(key.ToSpki(), out _), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(keyId, critical: false));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request;
    }

    private static byte[] Sign(CertificateRequest request, X500DistinguishedName issuer, SigningKey key, DateTimeOffset now)
    {
        byte[] serial = RandomNumberGenerator.GetBytes(20);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40); // positive, and always 20 bytes long (section 4.1.2.2)
        using X509Certificate2 certificate = request.Create(issuer, new Es256Generator(key), now, NoExpiry, serial);
        return certificate.RawData;
    }

    private static X509Extension TcbInfo(DeviceClass deviceClass)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, deviceClass.Vendor, new Asn1Tag(TagClass.ContextSpecific, 0));
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, deviceClass.Model, new Asn1Tag(TagClass.ContextSpecific, 1));
        }
        return new X509Extension(DiceTcbInfo, writer.Encode(), critical: false);
    }

    /// <summary>RFC 7093 section 2, method 1, over the raw public key: the leftmost 160 bits of SHA-256.</summary>
    private static byte[] KeyId(VerificationKey key) => key.Thumbprint.Span[..20].ToArray();

    /// <summary>ecdsa-with-SHA256 (RFC 5758 section 3.2) by a key of ours.</summary>
    private sealed class Es256Generator(SigningKey key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
                writer.WriteObjectIdentifier("1.2.840.10045.4.3.2");
            return writer.Encode();
        }

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignForX509(data);

        protected override PublicKey BuildPublicKey() => PublicKey.CreateFromSubjectPublicKeyInfo(key.PublicKey.ToSpki(), out _);
    }
}
