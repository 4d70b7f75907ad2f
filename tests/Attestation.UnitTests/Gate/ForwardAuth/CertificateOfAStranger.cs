using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Attestation.UnitTests.Gate.ForwardAuth;

/// <summary>A self-signed certificate such as anybody can make.</summary>
internal sealed class CertificateOfAStranger : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    public CertificateOfAStranger() => _certificate = new CertificateRequest("CN=stranger", _key, HashAlgorithmName.SHA256)
        .CreateSelfSigned(ForwardSamples.Now.AddDays(-1), ForwardSamples.Now.AddDays(1));

    public byte[] Der => _certificate.RawData;

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
