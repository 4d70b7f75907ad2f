using Attestation.Formats.Corim;

namespace Attestation.Verifier.Endorsements;

/// <summary>A CoRIM whose signer is trusted, or that the policy accepts without one.</summary>
/// <param name="Manifest">The content.</param>
/// <param name="Signer">Name of the trusted signer; empty for an unsigned one.</param>
/// <param name="SignatureValidity">When the signature counts; null for always.</param>
public sealed record VerifiedCorim(CorimManifest Manifest, string Signer, CorimValidity? SignatureValidity)
{
    public bool IsOutdated(DateTimeOffset now) => SignatureValidity is { } validity && !validity.Contains(now);
}
