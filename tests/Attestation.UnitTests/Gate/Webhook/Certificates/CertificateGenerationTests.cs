using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.Gate.Webhook.Certificates;

namespace Attestation.UnitTests.Gate.Webhook.Certificates;

public sealed class CertificateGenerationTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Theory]
    [InlineData("a service", "attest-gate.attestation.svc", "-verify_hostname")]
    [InlineData("an address", "192.0.2.7", "-verify_ip")]
    [InlineData("an address of version 6", "2001:db8::7", "-verify_ip")]
    public void OpenSslBelievesIt(string what, string name, string option)
    {
        using var folder = new TemporaryFolder();
        CertificateGeneration made = CertificateGeneration.Make([name], Now, TimeSpan.FromDays(90));
        File.WriteAllBytes(folder["ca.pem"], made.Authority);
        File.WriteAllBytes(folder["leaf.pem"], made.Certificate);
        using var openssl = Process.Start(new ProcessStartInfo("openssl", ["verify", "-x509_strict", "-purpose", "sslserver", option, name, "-CAfile", folder["ca.pem"], folder["leaf.pem"]])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        string said = openssl.StandardOutput.ReadToEnd() + openssl.StandardError.ReadToEnd();
        openssl.WaitForExit();
        Assert.True(openssl.ExitCode == 0, $"{what}: {said}");
    }

    [Fact]
    public void ItIsReadAsItWasMade()
    {
        CertificateGeneration made = CertificateGeneration.Make(["a.example", "192.0.2.7"], Now, TimeSpan.FromDays(90));
        CertificateGeneration? read = CertificateGeneration.Read(made.Authority, made.Certificate, made.Key);
        Assert.NotNull(read);
        Assert.Equal(["a.example", "192.0.2.7"], read.Names);
        Assert.InRange((read.Expires - Now).TotalDays, 89.99, 90);
        Assert.True(read.Serves(["A.example"], Now));
        Assert.False(read.Serves(["b.example"], Now));
        Assert.False(read.Serves([], read.Expires));
    }

    [Fact]
    public void TheServingCertificateSignsNothing()
    {
        using X509Certificate2 leaf = ServingCertificate.LoadPem(CertificateGeneration.Make(["a.example"], Now, TimeSpan.FromDays(1)).Certificate);
        Assert.False(leaf.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, leaf.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
    }

    [Fact]
    public void TwoGenerationsShareNothing()
    {
        CertificateGeneration first = CertificateGeneration.Make(["a.example"], Now, TimeSpan.FromDays(1)), second = CertificateGeneration.Make(["a.example"], Now, TimeSpan.FromDays(1));
        using X509Certificate2 a = ServingCertificate.LoadPem(first.Authority), b = ServingCertificate.LoadPem(second.Authority);
        Assert.NotEqual(a.Subject, b.Subject);
        Assert.Null(CertificateGeneration.Read(first.Authority, second.Certificate, second.Key));
        Assert.Null(CertificateGeneration.Read(first.Authority, first.Certificate, second.Key));
    }

    [Fact]
    public void AWipedKeyIsGone()
    {
        CertificateGeneration made = CertificateGeneration.Make(["a.example"], Now, TimeSpan.FromDays(1));
        made.Wipe();
        Assert.All(made.Key, b => Assert.Equal(0, b));
        Assert.Throws<CryptographicException>(() => ServingCertificate.Load(made.Certificate, made.Key));
    }
}
