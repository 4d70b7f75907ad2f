using Attestation.NodeAgent.State;

namespace Attestation.NodeAgent.Commands;

/// <summary>An attempt for people.</summary>
internal static class AttemptText
{
    public static IEnumerable<string> Lines(Attempt attempt)
    {
        yield return Sentence(attempt.Outcome);
        yield return $"  at         {attempt.At:u}";
        if (attempt.Reasons.Count > 0)
            yield return $"  reasons    {string.Join(", ", attempt.Reasons)}";
        if (attempt.Message is { } message)
            yield return $"  because    {message}";
        if (attempt.Appraisal is { } appraisal)
            yield return $"  appraisal  {appraisal}";
        if (attempt.Sent is { } sent)
            yield return $"  sent       {sent}";
        if (attempt.Digest is { } digest)
            yield return $"  sha256     {digest}";
    }

    private static string Sentence(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Affirming => "The verifier affirms this node.",
        AttemptOutcome.Refused => "The verifier does not affirm this node.",
        AttemptOutcome.VerifierFailed => "There is no verdict: the verifier was not reached or failed.",
        _ => "There is no verdict: the TPM, a file or the operating system failed.",
    };
}
