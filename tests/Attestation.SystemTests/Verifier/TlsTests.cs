using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Attestation.SystemTests.Verifier;

public sealed class TlsTests
{
    [Fact]
    public async Task ServesItsCertificateAndTheOnesBehindIt()
    {
        using var folder = new TemporaryFolder();
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 root = Authority("CN=root", rootKey, null);
        using X509Certificate2 middle = Authority("CN=middle", middleKey, root);
        using X509Certificate2 leaf = Request("CN=127.0.0.1", leafKey, authority: false)
            .Create(middle.SubjectName, X509SignatureGenerator.CreateForECDsa(middleKey), middle.NotBefore, middle.NotAfter, [2]);
        await File.WriteAllTextAsync(folder["chain.pem"], leaf.ExportCertificatePem() + "\n" + middle.ExportCertificatePem() + "\n");
        await File.WriteAllTextAsync(folder["key.pem"], leafKey.ExportPkcs8PrivateKeyPem());
        await using VerifierProcess verifier = await VerifierProcess.StartAsync(
            folder["data"], "--listen", "https://127.0.0.1:0", "--tls-cert", folder["chain.pem"], "--tls-key", folder["key.pem"]);
        using var handler = new HttpClientHandler();
        handler.ServerCertificateCustomValidationCallback = (_, certificate, chain, _) => Leads(certificate!, chain!, root);
        using var client = new HttpClient(handler) { BaseAddress = verifier.Address };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("healthz")).StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => verifier.Client.GetAsync("healthz"));
    }

    /// <summary>A path to the root from nothing but what the server sent.</summary>
    private static bool Leads(X509Certificate2 certificate, X509Chain sent, X509Certificate2 root)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        return chain.Build(certificate);
    }

    private static X509Certificate2 Authority(string name, ECDsa key, X509Certificate2? issuer)
    {
        CertificateRequest request = Request(name, key, authority: true);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return issuer is null ? request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1)) : request.Create(issuer, issuer.NotBefore, issuer.NotAfter, [1]);
    }

    private static CertificateRequest Request(string name, ECDsa key, bool authority)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
        return request;
    }
}
