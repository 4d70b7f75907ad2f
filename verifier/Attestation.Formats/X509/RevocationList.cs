using Attestation.Formats.Keys;

namespace Attestation.Formats.X509;

/// <summary>The content of a certificate revocation list (RFC 5280 section 5). See <see cref="UnverifiedRevocationList"/>.</summary>
public sealed record RevocationList
{
    public required DistinguishedName Issuer { get; init; }

    public required SignatureAlgorithm SignatureAlgorithm { get; init; }

    public required DateTimeOffset ThisUpdate { get; init; }

    /// <summary>When the next one is out at the latest; null where the list does not say (RFC 5280 demands it).</summary>
    public DateTimeOffset? NextUpdate { get; init; }

    /// <summary>By serial number: content bytes of the INTEGER in lower-case hexadecimal.</summary>
    public required IReadOnlyDictionary<string, RevokedCertificate> Revoked { get; init; }

    /// <summary>keyIdentifier of the authority key identifier; null where either is absent.</summary>
    public ReadOnlyMemory<byte>? AuthorityKeyIdentifier { get; init; }

    /// <summary>Critical extensions of the list or of an entry that change its meaning and are not processed: deltas, partitions, indirect lists.</summary>
    public IReadOnlyList<string> UnknownCritical { get; init; } = [];

    /// <summary>The entry of a certificate of the list's issuer, or null.</summary>
    public RevokedCertificate? Find(ReadOnlyMemory<byte> serial) => Revoked.GetValueOrDefault(Convert.ToHexStringLower(serial.Span));
}

/// <summary>One entry.</summary>
/// <param name="Since">revocationDate.</param>
/// <param name="Reason">CRLReason by its name in RFC 5280 section 5.3.1; null where none is given.</param>
public sealed record RevokedCertificate(DateTimeOffset Since, string? Reason);
