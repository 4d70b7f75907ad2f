using Attestation.Gate.Webhook.Certificates;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attestation.UnitTests.Gate.Webhook.Certificates;

public sealed class FileCertificateTests
{
    [Fact]
    public void AChangedPairIsServedAndAHalfWrittenOneIsNot()
    {
        using var folder = new TemporaryFolder();
        CertificateGeneration first = Make(), second = Make();
        var serving = new ServingCertificate();
        using var files = new FileCertificate(folder["tls.crt"], folder["tls.key"], TimeSpan.FromSeconds(1), serving, TimeProvider.System, NullLogger<FileCertificate>.Instance);
        Assert.Contains("tls.crt", files.Load());
        Write(folder, first.Certificate, first.Key);
        Assert.Null(files.Load());
        string served = serving.Context!.TargetCertificate.Thumbprint;
        Write(folder, second.Certificate, first.Key);
        Assert.NotNull(files.Load());
        Assert.Equal(served, serving.Context.TargetCertificate.Thumbprint);
        Write(folder, second.Certificate, second.Key);
        Assert.Null(files.Load());
        Assert.NotEqual(served, serving.Context.TargetCertificate.Thumbprint);
    }

    [Fact]
    public async Task AtTheStartThereMustBeOne()
    {
        using var folder = new TemporaryFolder();
        using var files = new FileCertificate(folder["tls.crt"], folder["tls.key"], TimeSpan.FromSeconds(1), new ServingCertificate(), TimeProvider.System, NullLogger<FileCertificate>.Instance);
        Attestation.Gate.GateFailure failure = await Assert.ThrowsAsync<Attestation.Gate.GateFailure>(() => files.StartAsync(CancellationToken.None));
        Assert.Equal("gate.configuration", failure.Code.Id);
    }

    private static CertificateGeneration Make() => CertificateGeneration.Make(["a.example"], DateTimeOffset.UtcNow, TimeSpan.FromDays(1));

    private static void Write(TemporaryFolder folder, byte[] certificate, byte[] key)
    {
        File.WriteAllBytes(folder["tls.crt"], certificate);
        File.WriteAllBytes(folder["tls.key"], key);
    }
}
