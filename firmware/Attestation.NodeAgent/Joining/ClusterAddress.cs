using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.Formats.Reasons;

namespace Attestation.NodeAgent.Joining;

/// <summary>The cluster's API server, as the gate names it.</summary>
/// <param name="Server">https, ends with a slash.</param>
/// <param name="Authorities">PEM of the authorities of its TLS certificate.</param>
public sealed record ClusterAddress(Uri Server, string Authorities)
{
    /// <exception cref="JoinFailure">join.credential: no https address, or no authority.</exception>
    public static ClusterAddress Parse(string? server, string? authorities)
    {
        if (!Uri.TryCreate(server, UriKind.Absolute, out Uri? address) || address.Scheme != "https" || address.Query.Length > 0 || address.Fragment.Length > 0)
            throw new JoinFailure(JoinReasons.Credential, "It names no https address of an API server.");
        X509Certificate2Collection read = Read(authorities ?? "");
        if (read.Count == 0)
            throw new JoinFailure(JoinReasons.Credential, "It holds no authority for the API server's certificate.");
        string pem = string.Concat(read.Select(certificate => certificate.ExportCertificatePem() + "\n"));
        return new ClusterAddress(address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/"), pem);
    }

    /// <summary>As it stands in a kubeconfig: without the slash.</summary>
    public string Text => Server.AbsoluteUri.TrimEnd('/');

    /// <param name="shown">The node's certificate with its key; null: none is shown.</param>
    internal SslClientAuthenticationOptions Tls(X509Certificate2? shown)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true, TrustMode = X509ChainTrustMode.CustomRootTrust };
        policy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1", null)); // serverAuth
        policy.CustomTrustStore.AddRange(Read(Authorities));
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = policy,
            ClientCertificateContext = shown is null ? null : SslStreamCertificateContext.Create(shown, null, offline: true),
        };
    }

    private static X509Certificate2Collection Read(string pem)
    {
        var read = new X509Certificate2Collection();
        try
        {
            read.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            // as if there were none
        }
        return read;
    }
}
