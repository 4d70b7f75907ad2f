using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>A maker of TPMs with a root, an intermediate that issues certificates of endorsement keys, and revocation lists.</summary>
internal sealed class TpmManufacturer : IDisposable
{
    private static readonly DateTimeOffset Since = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2049, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _intermediateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;

    public TpmManufacturer()
    {
        CertificateRequest root = Authority("CN=Maker of TPMs Root", _rootKey);
        _root = root.CreateSelfSigned(Since, Until);
        CertificateRequest intermediate = Authority("CN=Maker of TPMs CA 7", _intermediateKey);
        intermediate.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using X509Certificate2 issued = intermediate.Create(_root, Since, Until, [7]);
        _intermediate = issued.CopyWithPrivateKey(_intermediateKey);
    }

    public byte[] Root => _root.RawData;

    public byte[] Intermediate => _intermediate.RawData;

    /// <summary>A certificate of an endorsement key, EK Credential Profile clause 3.2.</summary>
    /// <param name="ek">SubjectPublicKeyInfo.</param>
    /// <param name="serial">For a revocation list to name.</param>
    /// <param name="issuerAt">Authority information access; null for none.</param>
    /// <param name="purpose">States tcg-kp-EKCertificate; some manufacturers do not.</param>
    public byte[] Certify(byte[] ek, byte serial = 1, string? issuerAt = null, bool purpose = true)
    {
        PublicKey key = PublicKey.CreateFromSubjectPublicKeyInfo(ek, out _);
        var request = new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256);
        X509KeyUsageFlags usage = key.Oid.Value == "1.2.840.113549.1.1.1" ? X509KeyUsageFlags.KeyEncipherment : X509KeyUsageFlags.KeyAgreement;
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        if (purpose)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("2.23.133.8.1")], critical: false));
        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", TpmName(), critical: true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_intermediate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (issuerAt is not null)
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [issuerAt]));
        using X509Certificate2 certificate = request.Create(_intermediate.SubjectName, X509SignatureGenerator.CreateForECDsa(_intermediateKey), Since, Until, [serial]);
        return certificate.RawData;
    }

    /// <summary>The intermediate's revocation list.</summary>
    public byte[] Revoke(params byte[] serials)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (byte serial in serials)
            list.AddEntry([serial], DateTimeOffset.UtcNow.AddHours(-1), X509RevocationReason.KeyCompromise);
        return list.Build(_intermediate, 1, DateTimeOffset.UtcNow.AddDays(30), HashAlgorithmName.SHA256, thisUpdate: DateTimeOffset.UtcNow.AddHours(-1));
    }

    public void Dispose()
    {
        _root.Dispose();
        _intermediate.Dispose();
        _rootKey.Dispose();
        _intermediateKey.Dispose();
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    /// <summary>A directory name with manufacturer, model and version in one set, as clause 3.1.2 asks.</summary>
    private static byte[] TpmName()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
        using (writer.PushSequence())
        using (writer.PushSetOf())
        {
            foreach ((string oid, string value) in ((string, string)[])[("2.23.133.2.1", "id:00001014"), ("2.23.133.2.2", "software"), ("2.23.133.2.3", "id:20190183")])
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(oid);
                    writer.WriteCharacterString(UniversalTagNumber.UTF8String, value);
                }
            }
        }
        return writer.Encode();
    }
}
