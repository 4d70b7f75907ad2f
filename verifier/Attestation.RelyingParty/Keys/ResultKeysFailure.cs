using Attestation.Formats.Reasons;

namespace Attestation.RelyingParty.Keys;

/// <summary>The verifier's keys could not be had. Until they are, no result can be relied on.</summary>
/// <param name="code">The reason.</param>
/// <param name="detail">What was found.</param>
/// <param name="inner">What lies below, where something does.</param>
public sealed class ResultKeysFailure(ReasonCode code, string detail, Exception? inner = null) : Exception($"{code.Id}: {code.Sentence} {detail}", inner)
{
    public ReasonCode Code => code;
}
