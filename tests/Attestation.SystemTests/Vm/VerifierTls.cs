using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Attestation.SystemTests.Vm;

/// <summary>The verifier's TLS key: self-signed, pinned by the guests.</summary>
internal sealed class VerifierTls : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    /// <param name="folder">Gets tls.pem and tls.key.pem.</param>
    public VerifierTls(string folder)
    {
        var request = new CertificateRequest("CN=verifier", _key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse("10.0.2.2"));
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = DateTimeOffset.UtcNow;
        _certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(CertificateFile = Path.Combine(folder, "tls.pem"), _certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile = Path.Combine(folder, "tls.key.pem"), _key.ExportPkcs8PrivateKeyPem());
    }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    /// <summary>As the agent wants it: RFC 7469 section 2.4.</summary>
    public string Pin => "sha256/" + Convert.ToBase64String(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()));

    /// <summary>A client on the host that talks to nobody else.</summary>
    public HttpClient Client(Uri address)
    {
        var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate?.RawDataMemory.Span.SequenceEqual(_certificate.RawData) == true,
        };
        return new HttpClient(handler) { BaseAddress = address };
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
