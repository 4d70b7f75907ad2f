using Attestation.Formats.X509;

namespace Attestation.RelyingParty.Devices;

/// <summary>
/// Certificates that help to complete a chain of which only the end arrives, as a TLS proxy that forwards the client's certificate alone leaves it.
/// Not trusted: whatever is taken from here is verified like what came. Immutable.
/// </summary>
public sealed class KnownCertificates(IEnumerable<UnverifiedCertificate> certificates)
{
    public static readonly KnownCertificates None = new([]);

    private readonly ILookup<DistinguishedName, UnverifiedCertificate> bySubject = certificates.ToLookup(c => c.ForDisplay.Subject);

    /// <summary>The chain with issuers added at its upper end, as far as they are known and their signatures hold.</summary>
    /// <param name="leafFirst">At least one certificate.</param>
    /// <param name="most">Longest chain that is made.</param>
    internal List<UnverifiedCertificate> Complete(IReadOnlyList<UnverifiedCertificate> leafFirst, int most)
    {
        var chain = leafFirst.ToList();
        while (chain.Count < most && IssuerOf(chain[^1]) is { } issuer)
            chain.Add(issuer);
        return chain;
    }

    private UnverifiedCertificate? IssuerOf(UnverifiedCertificate certificate) => certificate.ForDisplay.Issuer.Equals(certificate.ForDisplay.Subject)
        ? null
        : bySubject[certificate.ForDisplay.Issuer].FirstOrDefault(issuer => certificate.Verify(issuer.ForDisplay.SubjectKey) is not null);
}
