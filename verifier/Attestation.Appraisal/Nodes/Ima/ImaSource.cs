namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>Where an IMA reference value comes from.</summary>
/// <param name="Id">Id of the CoRIM, or what the operator calls the list.</param>
/// <param name="Signer">Who signed it; empty where nobody did.</param>
/// <param name="NotBefore">Validity of the CoRIM; null means unbounded on that side.</param>
/// <param name="NotAfter">The other end.</param>
public sealed record ImaSource(string Id, string Signer, DateTimeOffset? NotBefore = null, DateTimeOffset? NotAfter = null)
{
    /// <summary>Does it count now? Written so that no date at the end of time overflows.</summary>
    internal bool Counts(DateTimeOffset now, TimeSpan skew, bool acceptUnsigned) =>
        (acceptUnsigned || Signer.Length > 0) && !(NotBefore > now && NotBefore - now > skew) && !(NotAfter < now && now - NotAfter > skew);
}
