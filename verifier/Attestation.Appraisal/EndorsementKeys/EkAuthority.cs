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
}
