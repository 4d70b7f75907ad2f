using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Line;

/// <summary>Where a line's verifier is, and what it is known by.</summary>
/// <param name="Address">http or https.</param>
/// <param name="KeyFile">Public key that signs its results; null: the one that it publishes.</param>
/// <param name="AuthoritiesFile">PEM, those that vouch for its TLS certificate; null: those of this machine.</param>
/// <param name="TokenFile">Its submission token; null: none.</param>
public sealed record VerifierAddress(string Address, string? KeyFile, string? AuthoritiesFile, string? TokenFile)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <exception cref="FactoryException"><c>factory.verifier-address</c>, <c>factory.verifier-unavailable</c>, <c>factory.verifier-result</c> for its key's file.</exception>
    public async Task<VerifierLink> ConnectAsync(CancellationToken cancellation)
    {
        if (!Uri.TryCreate(Address.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            throw Unusable($"{Address} is no http or https address");
        string? token = TokenFile is null ? null : Text(TokenFile).Trim();
        VerificationKey? key = KeyFile is null ? null : VerifierKeyFile.Read(KeyFile);
        var http = new HttpClient(Handler(AuthoritiesFile)) { BaseAddress = address, Timeout = Patience };
        try
        {
            return await VerifierLink.ConnectAsync(http, key, token, cancellation);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    private static SocketsHttpHandler Handler(string? authorities)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        if (authorities is null)
            return handler;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPem(Text(authorities));
        }
        catch (CryptographicException e)
        {
            throw Unusable($"{authorities}: {e.Message}");
        }
        handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        return handler;
    }

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"{file}: {e.Message}");
        }
    }

    private static FactoryException Unusable(string detail) => new(LineReasons.VerifierAddress, detail);
}
