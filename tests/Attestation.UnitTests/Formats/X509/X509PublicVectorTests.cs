using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.UnitTests.Formats.X509;

public sealed class X509PublicVectorTests
{
    [PublicVectorFact("01-open-dice")]
    public void OpenDiceGoldenCertificatesAreRead()
    {
        int read = 0, foreign = 0;
        foreach (string file in PublicVectors.Files("01-open-dice/golden", "x509_*.der"))
        {
            bool parsed = UnverifiedCertificate.TryParse(File.ReadAllBytes(file), out UnverifiedCertificate certificate, out ParseError error);
            if (Path.GetFileName(file).Contains("mldsa", StringComparison.Ordinal))
            {
                Assert.Equal(X509Reasons.Algorithm, error.Code);
                foreign++;
                continue;
            }
            Assert.True(parsed, $"{file}: {error}");
            Certificate content = certificate.ForDisplay;
            Assert.NotNull(content.OpenDice?.Mode);
            Assert.Equal(KeyUsage.KeyCertSign, content.KeyUsage);
            Assert.Equal(new BasicConstraints(true, null), content.BasicConstraints);
            Assert.Equal(40, content.Subject.SerialNumber!.Length);
            Assert.Empty(content.Notes);
            read++;
        }
        Assert.Equal((6, 6), (read, foreign));
    }

    [PublicVectorFact("08-dice-x509/cerberus")]
    public void CerberusCertificatesAreReadAndThoseWithAKnownIssuerVerify()
    {
        using JsonDocument issuers = JsonDocument.Parse(PublicVectors.Text("08-dice-x509/cerberus/issuer_keys.json"));
        int read = 0, verified = 0;
        foreach (string file in PublicVectors.Files("08-dice-x509/cerberus", "*.crt"))
        {
            Assert.True(UnverifiedCertificate.TryParse(Der(file), out UnverifiedCertificate certificate, out ParseError error), $"{file}: {error}");
            read++;
            if (!issuers.RootElement.TryGetProperty(Path.GetFileName(file), out JsonElement issuer))
                continue;
            string pem = PublicVectors.Text("08-dice-x509/cerberus/" + issuer.GetString());
            Assert.True(VerificationKey.TryParsePem(pem, out VerificationKey key, out _));
            Assert.True(certificate.Verify(key) is not null, file);
            verified++;
        }
        Assert.Equal((45, 37), (read, verified));
    }

    private static byte[] Der(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (bytes[0] != (byte)'-')
            return bytes;
        Assert.True(CertificateFile.TryParsePem(System.Text.Encoding.ASCII.GetString(bytes), out var certificates, out ParseError error), $"{file}: {error}");
        return Assert.Single(certificates).Der.ToArray();
    }
}
