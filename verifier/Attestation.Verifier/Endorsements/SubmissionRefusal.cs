using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Endorsements;

/// <summary>Why an endorsement was not taken.</summary>
/// <param name="Code">The reason.</param>
/// <param name="Detail">Where in the document, or what was found; may be empty.</param>
public sealed record SubmissionRefusal(ReasonCode Code, string Detail);
