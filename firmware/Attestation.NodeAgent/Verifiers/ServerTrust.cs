using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Attestation.NodeAgent.Verifiers;

/// <summary>
/// Whether a TLS server is the verifier, or the gate. Without pins: its certificate is valid for the address and ends in an authority, the system's or those of
/// one file. With pins: the server's own key is pinned - then the key says who it is, and names, dates and issuers do not matter - or the
/// certificate is valid as above and one of the keys above it is pinned.
/// </summary>
internal sealed class ServerTrust
{
    private readonly IReadOnlyList<KeyPin> pins;
    private readonly X509Certificate2Collection? authorities;

    /// <exception cref="AgentException">The file of authorities cannot be used.</exception>
    public ServerTrust(VerifierOptions options) => (pins, authorities) = (options.Pins, Read(options.AuthorityFile));

    public SslClientAuthenticationOptions ForConnections() => new()
    {
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = pins.Count == 0 ? null : (_, certificate, chain, errors) => IsPinned(certificate, chain, errors),
    };

    private bool IsPinned(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf)
            return false;
        if (pins.Any(pin => pin.Fits(leaf)))
            return true;
        return errors == SslPolicyErrors.None && chain is not null && chain.ChainElements.Any(element => pins.Any(pin => pin.Fits(element.Certificate)));
    }

    /// <summary>No revocation lists: a node that boots must not depend on a third party's server.</summary>
    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1", null)); // serverAuth
        if (authorities is null)
            return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static X509Certificate2Collection? Read(string? path)
    {
        if (path is null)
            return null;
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw AgentException.Usage($"The file of authorities {path} cannot be used: {e.Message}", e);
        }
        return found.Count > 0 ? found : throw AgentException.Usage($"The file of authorities {path} holds no certificate in PEM.");
    }
}
