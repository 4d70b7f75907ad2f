using Attestation.Formats.X509;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>Whom the operator believes about endorsement keys. Immutable; made by <see cref="EkTrustBuilder"/>.</summary>
public sealed record EkTrust
{
    /// <summary>Nobody.</summary>
    public static EkTrust None { get; } = new();

    /// <summary>Where a chain may end.</summary>
    public IReadOnlyList<EkAuthority> Roots { get; init; } = [];

    /// <summary>What may stand between a root and an endorsement key.</summary>
    public IReadOnlyList<EkAuthority> Intermediates { get; init; } = [];

    /// <summary>Certificates that were fetched from addresses in other certificates: links of a chain, never its end.</summary>
    public IReadOnlyList<EkAuthority> Fetched { get; init; } = [];

    public IReadOnlyList<UnverifiedRevocationList> RevocationLists { get; init; } = [];

    public EkAllowList AllowList { get; init; } = EkAllowList.Empty;

    /// <summary>The authority that issued another, or null; for showing what a folder of roots holds.</summary>
    public EkAuthority? IssuerOf(EkAuthority authority) =>
        Roots.Concat(Intermediates).Concat(Fetched).FirstOrDefault(issuer => issuer.Issued(authority.Certificate));

    /// <summary>The same trust with certificates that were fetched; what cannot be read or is no authority's is left out.</summary>
    /// <param name="files">DER, PEM or PKCS #7.</param>
    public EkTrust With(IEnumerable<ReadOnlyMemory<byte>> files)
    {
        var builder = new EkTrustBuilder();
        foreach (ReadOnlyMemory<byte> file in files)
            builder.AddCertificates("fetched", file);
        EkTrust read = builder.Build();
        return this with { Fetched = [.. Fetched, .. read.Intermediates.Concat(read.Roots).Select(authority => authority with { IsRoot = false })] };
    }
}
