using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.NodeAgent;
using Attestation.NodeAgent.Running;

namespace Attestation.UnitTests.NodeAgent.Running;

public sealed class KubeletKeyFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("certificate and private key, as the kubelet keeps them", "certificate private")]
    [InlineData("public key", "public")]
    [InlineData("PKCS #8", "private")]
    [InlineData("SEC 1", "sec1")]
    [InlineData("what else stands before it does not count", "noise private")]
    public void TheKeyIsTheSameInEveryForm(string what, string parts)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=system:node:worker-1,O=system:nodes", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        File.WriteAllLines(path, parts.Split(' ').Select(part => part switch
        {
            "certificate" => certificate.ExportCertificatePem(),
            "public" => key.ExportSubjectPublicKeyInfoPem(),
            "private" => key.ExportPkcs8PrivateKeyPem(),
            "sec1" => key.ExportECPrivateKeyPem(),
            _ => PemEncoding.WriteString("EC PARAMETERS", [5, 0]),
        }));
        Assert.True(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan().SequenceEqual(KubeletKeyFile.Hash(path)), what);
    }

    [Fact]
    public void RsaToo()
    {
        using RSA key = RSA.Create(2048);
        File.WriteAllText(path, key.ExportPkcs8PrivateKeyPem());
        Assert.Equal(SHA256.HashData(key.ExportSubjectPublicKeyInfo()), KubeletKeyFile.Hash(path));
    }

    [Theory]
    [InlineData("empty", "")]
    [InlineData("no PEM", "key")]
    [InlineData("a certificate that is none", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData("a key that is none", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    [InlineData("a public key that is none", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    public void AFileWithoutAKeyIsAFailure(string what, string content)
    {
        File.WriteAllText(path, content);
        AgentException failed = Assert.Throws<AgentException>(() => KubeletKeyFile.Hash(path));
        Assert.True(failed.Message.Contains(path), what);
    }

    [Fact]
    public void AFileThatIsNotThereYetBindsNothing() => Assert.Null(KubeletKeyFile.Hash(path + ".none"));
}
