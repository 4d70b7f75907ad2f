namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>The certificate that a chain lacks.</summary>
/// <param name="Issuer">Its subject, as the certificate below it names it.</param>
/// <param name="AuthorityKeyId">Its subject key identifier in hexadecimal, where the certificate below states it.</param>
/// <param name="Urls">Where the certificate below says that it lies (authority information access); hints of an unverified certificate.</param>
/// <param name="Subject">The certificate below it.</param>
public sealed record MissingCertificate(string Issuer, string? AuthorityKeyId, IReadOnlyList<string> Urls, string Subject);
