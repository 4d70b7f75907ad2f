using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Attestation.SystemTests.Cluster;

/// <summary>The key of a kubelet and the certificate requests (PKCS#10) it makes: P-256, PrintableString, no attributes, as Go's crypto/x509 writes them.</summary>
internal sealed class KubeletKey : IDisposable
{
    public const string Organisation = "system:nodes";
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKey => _key.ExportSubjectPublicKeyInfo();

    /// <summary>What evidence binds: SHA-256 of <see cref="PublicKey"/>.</summary>
    public byte[] Hash => SHA256.HashData(PublicKey);

    /// <summary>As kubelet keeps it: SEC 1.</summary>
    public string PrivatePem => _key.ExportECPrivateKeyPem();

    /// <summary>The request for a client certificate of a node.</summary>
    /// <returns>PEM.</returns>
    public string ClientRequest(string node) => Request($"system:node:{node}", Organisation);

    /// <summary>The request for a serving certificate of a node.</summary>
    /// <returns>PEM.</returns>
    public string ServingRequest(string node, params string[] names) => Request($"system:node:{node}", Organisation, names);

    /// <summary>Any request of this key.</summary>
    /// <param name="names">DNS names and IP addresses.</param>
    public string Request(string commonName, string organisation, params string[] names)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.Add("2.5.4.3", commonName, UniversalTagNumber.PrintableString);
        subject.Add("2.5.4.10", organisation, UniversalTagNumber.PrintableString); // the builder writes the last one first
        var request = new CertificateRequest(subject.Build(), _key, HashAlgorithmName.SHA256);
        if (names.Length > 0)
            request.CertificateExtensions.Add(Names(names));
        return request.CreateSigningRequestPem();
    }

    /// <summary>A certificate of this key by itself, PEM.</summary>
    public string SelfSigned(string commonName)
    {
        using X509Certificate2 certificate = new CertificateRequest($"CN={commonName}", _key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return certificate.ExportCertificatePem();
    }

    /// <summary>The certificate with this key, as a client presents it.</summary>
    public X509Certificate2 With(string certificatePem)
    {
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(certificatePem);
        using X509Certificate2 pair = certificate.CopyWithPrivateKey(_key);
        return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose() => _key.Dispose();

    private static X509Extension Names(string[] names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out IPAddress? address))
                builder.AddIpAddress(address);
            else
                builder.AddDnsName(name);
        }
        return builder.Build();
    }
}
