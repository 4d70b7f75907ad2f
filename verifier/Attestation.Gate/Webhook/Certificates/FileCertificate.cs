using System.Security.Cryptography;
using Attestation.Formats.Reasons;
using Attestation.Gate.Logging;

namespace Attestation.Gate.Webhook.Certificates;

/// <summary>
/// A certificate that somebody else manages, in two files, read again when they change. Files that are half written, or no pair, leave the former
/// certificate in use. caBundle is then somebody else's too.
/// </summary>
internal sealed class FileCertificate(string certificate, string key, TimeSpan check, ServingCertificate serving, TimeProvider clock, ILogger<FileCertificate> logger) : BackgroundService
{
    private const int MaxSize = 1 << 20;

    /// <exception cref="GateFailure">gate.configuration: at the start there is no former one.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Load() is { } why)
            throw new GateFailure(GateReasons.Configuration, $"{certificate}, {key}: {why}");
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(check, clock, stoppingToken);
                if (Load() is { } why)
                    logger.CertificateFileUnusable(certificate, why);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the end of the process
        }
    }

    /// <returns>Why the files cannot be used; null where they are.</returns>
    internal string? Load()
    {
        byte[] secret = [];
        try
        {
            if (new FileInfo(certificate).Length > MaxSize || new FileInfo(key).Length > MaxSize)
                return "more than 1 MiB";
            secret = File.ReadAllBytes(key);
            if (serving.Serve(File.ReadAllBytes(certificate), secret))
                logger.CertificateServed(serving.Expires!.Value, certificate);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return e.Message;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
