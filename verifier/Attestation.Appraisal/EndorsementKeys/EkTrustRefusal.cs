using Attestation.Formats;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>Something in the operator's files that was not taken.</summary>
/// <param name="Name">The file.</param>
/// <param name="Error">The reason, and in its path the certificate (<c>[2]</c>) or line (<c>line 3</c>).</param>
/// <param name="Cause">What the reader of the certificate or list said; null where the reason says all.</param>
public sealed record EkTrustRefusal(string Name, ParseError Error, ParseError? Cause = null)
{
    public override string ToString() => Cause is { } cause ? $"{Name}: {Error} ({cause})" : $"{Name}: {Error}";
}
