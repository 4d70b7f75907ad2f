namespace Attestation.Gate.Taints;

/// <summary>
/// When the verifier last answered, as far as the ladder needs it: while nobody can renew a verdict, an expired one says nothing about its node. A node is
/// therefore not thrown out for being late while the verifier is silent, nor before it had time to attest again.
/// </summary>
/// <param name="Last">The last good answer; the start of the gate before the first.</param>
/// <param name="Back">When it answered again after its last silence; null where it was never silent.</param>
/// <param name="Patience">So long without an answer is a silence.</param>
public sealed record VerifierContact(DateTimeOffset Last, DateTimeOffset? Back, TimeSpan Patience)
{
    /// <param name="start">When the gate started: before that it does not know.</param>
    /// <param name="patience">So long without an answer is a silence.</param>
    public static VerifierContact FromStart(DateTimeOffset start, TimeSpan patience) => new(start, null, patience);

    /// <summary>From then on the verifier counts as silent, unless it answers.</summary>
    public DateTimeOffset SilentAt => Last + Patience;

    public bool IsSilent(DateTimeOffset now) => now >= SilentAt;

    /// <summary>The verifier answered.</summary>
    public VerifierContact Heard(DateTimeOffset at)
    {
        if (at <= Last)
            return this;
        return this with { Last = at, Back = IsSilent(at) ? at : Back };
    }
}
