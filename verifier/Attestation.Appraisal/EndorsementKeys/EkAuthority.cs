using Attestation.Formats.X509;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>A certificate of an authority that the operator gave, or that was fetched on the operator's word.</summary>
/// <param name="Source">The file's name.</param>
/// <param name="Certificate">The certificate.</param>
/// <param name="IsRoot">Trusted for itself: it names itself as its issuer, and its own signature verified (or is SHA-1, which decides nothing here).</param>
public sealed record EkAuthority(string Source, LenientCertificate Certificate, bool IsRoot)
{
    /// <summary>What the certificate says.</summary>
    public Certificate Content => Certificate.ForDisplay;

    /// <summary>By name, and by key identifier where both certificates state one (RFC 5280 section 4.2.1.1). The signature is not looked at.</summary>
    public bool MayHaveIssued(Certificate below) => Content.Subject.Matches(below.Issuer)
        && !(below.AuthorityKeyIdentifier is { } wanted && Content.SubjectKeyIdentifier is { } has && !wanted.Span.SequenceEqual(has.Span));

    /// <summary>Did it sign the certificate? False where that is signed with SHA-1.</summary>
    public bool Issued(LenientCertificate below) => MayHaveIssued(below.ForDisplay) && below.Verify(Content.SubjectKey) is not null;
}
