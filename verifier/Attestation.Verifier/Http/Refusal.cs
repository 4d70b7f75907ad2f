using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Http;

/// <summary>A request that is answered with a problem document.</summary>
/// <param name="Status">HTTP status, 400 to 599.</param>
/// <param name="Code">The one reason.</param>
/// <param name="Detail">What is special about this occurrence; holds nothing secret and none of the request's body.</param>
public sealed record Refusal(int Status, ReasonCode Code, string Detail);
