using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.Formats.Reasons;

namespace Attestation.NodeAgent.Joining;

/// <summary>A node's client certificate as it was issued.</summary>
public sealed class KubeletCertificate
{
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2", CommonName = "2.5.4.3", OrganizationName = "2.5.4.10";

    private KubeletCertificate(X509Certificate2Collection chain)
    {
        X509Certificate2 leaf = chain[0];
        (NotBefore, NotAfter, Serial) = (leaf.NotBefore.ToUniversalTime(), leaf.NotAfter.ToUniversalTime(), leaf.SerialNumber);
        Pem = string.Concat(chain.Select(certificate => certificate.ExportCertificatePem() + "\n"));
        KeyHash = SHA256.HashData(leaf.PublicKey.ExportSubjectPublicKeyInfo());
        Leaf = leaf.RawDataMemory;
        (Names, Organizations) = (Values(leaf, CommonName), Values(leaf, OrganizationName));
        IsForClients = leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(use => use.EnhancedKeyUsages.Cast<Oid>()).Any(use => use.Value == ClientAuth);
    }

    public DateTimeOffset NotBefore { get; }

    public DateTimeOffset NotAfter { get; }

    /// <summary>Hex.</summary>
    public string Serial { get; }

    /// <summary>The chain, leaf first.</summary>
    public string Pem { get; }

    /// <summary>DER.</summary>
    public ReadOnlyMemory<byte> Leaf { get; }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo.</summary>
    public byte[] KeyHash { get; }

    /// <summary>Name of the node; null where the subject names none.</summary>
    public string? Node => Names is [var name] && name.StartsWith(KubeletKey.CommonNamePrefix, StringComparison.Ordinal) ? name[KubeletKey.CommonNamePrefix.Length..] : null;

    /// <summary>
    /// When to renew: between 70 and 90 % of its time, as kubelets do, at a place that the serial number decides - nodes that joined together do not renew
    /// together, and a restarted agent keeps its hour.
    /// </summary>
    public DateTimeOffset RenewAt
    {
        get
        {
            byte[] place = SHA256.HashData(Convert.FromHexString(Serial));
            return NotBefore + (NotAfter - NotBefore) * (0.7 + 0.2 * place[0] / byte.MaxValue);
        }
    }

    private IReadOnlyList<string> Names { get; }

    private IReadOnlyList<string> Organizations { get; }

    private bool IsForClients { get; }

    /// <summary>The certificates in PEM text, leaf first; keys beside them are passed over.</summary>
    /// <returns>Null where there is none that can be read.</returns>
    public static KubeletCertificate? TryRead(ReadOnlySpan<char> pem)
    {
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(pem);
            return chain.Count > 0 ? new KubeletCertificate(chain) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            foreach (X509Certificate2 certificate in chain)
                certificate.Dispose();
        }
    }

    /// <summary>Reads what a signer issued, and checks that it is what was asked for.</summary>
    /// <param name="pem">As issued.</param>
    /// <param name="key">Whose certificate it has to be.</param>
    /// <param name="node">Name of the node.</param>
    /// <param name="now">Now.</param>
    /// <exception cref="JoinFailure">join.certificate.</exception>
    public static KubeletCertificate Issued(string pem, KubeletKey key, string node, DateTimeOffset now)
    {
        KubeletCertificate read = TryRead(pem) ?? throw Other("It cannot be read.");
        if (!read.KeyHash.AsSpan().SequenceEqual(key.Hash))
            throw Other("It is of another key.");
        if (read.Node != node || read.Organizations is not [KubeletKey.Organization])
            throw Other($"Its subject is CN={string.Join('+', read.Names)}, O={string.Join('+', read.Organizations)}.");
        if (!read.IsForClients)
            throw Other("It is not for TLS clients.");
        return now < read.NotAfter ? read : throw Other($"It ended at {read.NotAfter:u}; look at this machine's clock.");
    }

    private static JoinFailure Other(string what) => new(JoinReasons.Certificate, what);

    private static string[] Values(X509Certificate2 leaf, string type) =>
    [
        .. leaf.SubjectName.EnumerateRelativeDistinguishedNames().Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == type)
            .Select(part => part.GetSingleElementValue() ?? ""),
    ];
}
