using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Certificates;

/// <summary>Writes the manufacturer's certificates (RFC 5280). They do not expire: a device outlives any guess (section 4.1.2.5, 99991231235959Z).</summary>
public static class CertificateIssuer
{
    private static readonly DateTimeOffset NoExpiry = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    /// <summary>A self-signed root: cA, keyCertSign, subject "O=vendor, CN=vendor DICE root".</summary>
    /// <returns>DER.</returns>
    public static byte[] Root(SigningKey key, string vendor, DateTimeOffset notBefore)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName($"{vendor} DICE root"); // the builder encodes its parts last one first
        name.AddOrganizationName(vendor);
        byte[] keyId = KeyIdOf(key.PublicKey);
        CertificateRequest request = Request(name.Build(), key.PublicKey, keyId);
        return Sign(request, request.SubjectName, key, notBefore, keyId);
    }

    /// <summary>Certifies a UDS public key. Open Profile for DICE, "X.509 UDS Certificates", with DiceTcbInfo (vendor, model) and UEID.</summary>
    /// <param name="key">The CA's key.</param>
    /// <param name="authority">The CA's certificate, DER.</param>
    /// <param name="device">Key, UDS_ID and class of the device.</param>
    /// <param name="notBefore">When it was made.</param>
    /// <returns>DER.</returns>
    public static byte[] Uds(SigningKey key, byte[] authority, UdsSubject device, DateTimeOffset notBefore)
    {
        using X509Certificate2 issuer = X509CertificateLoader.LoadCertificate(authority);
        var name = new X500DistinguishedNameBuilder();
        name.Add("2.5.4.5", Convert.ToHexStringLower(device.UdsId), UniversalTagNumber.PrintableString);
        CertificateRequest request = Request(name.Build(), device.Key, device.UdsId);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(KeyIdOf(key.PublicKey)));
        request.CertificateExtensions.Add(DiceExtensions.Ueid(device.Ueid));
        request.CertificateExtensions.Add(DiceExtensions.TcbInfo(device.Vendor, device.Model));
        return Sign(request, issuer.SubjectName, key, notBefore, device.UdsId);
    }

    private static CertificateRequest Request(X500DistinguishedName subject, VerificationKey key, byte[] keyId)
    {
        var request = new CertificateRequest(subject, PublicKey.CreateFromSubjectPublicKeyInfo(key.ToSpki(), out _), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(keyId, critical: false));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request;
    }

    private static byte[] Sign(CertificateRequest request, X500DistinguishedName issuer, SigningKey key, DateTimeOffset notBefore, byte[] serial)
    {
        using X509Certificate2 certificate = request.Create(issuer, new KeySignatureGenerator(key), notBefore, NoExpiry, serial);
        return certificate.RawData;
    }

    /// <summary>RFC 7093 section 2, method 1 over the raw public key: the leftmost 160 bits of SHA-256; top bit clear, since it is the serial number too.</summary>
    private static byte[] KeyIdOf(VerificationKey key)
    {
        byte[] id = key.Thumbprint.Span[..20].ToArray();
        id[0] = (byte)((id[0] & 0x7F) | 0x40);
        return id;
    }
}
