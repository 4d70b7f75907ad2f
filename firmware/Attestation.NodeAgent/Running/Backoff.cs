namespace Attestation.NodeAgent.Running;

/// <summary>
/// Pauses after failures: exponential with full jitter, so that a thousand nodes do not come back to a restarted verifier in the same second.
/// </summary>
/// <param name="first">Upper bound of the first pause.</param>
/// <param name="cap">Upper bound of all.</param>
/// <param name="fraction">Draws from [0, 1).</param>
public sealed class Backoff(TimeSpan first, TimeSpan cap, Func<double> fraction)
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(200);

    /// <param name="failures">Failures in a row, 1 or more.</param>
    /// <param name="retryAfter">What the verifier asked for: never less than that, up to the cap.</param>
    public TimeSpan After(int failures, TimeSpan? retryAfter)
    {
        if (retryAfter is { } asked)
            return Min(asked, cap) + first * fraction();
        double bound = Math.Min(cap.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 30)));
        return Max(TimeSpan.FromSeconds(bound * fraction()), Least);
    }

    /// <summary>A regular pause, up to a tenth shorter, so that nodes that booted together spread out.</summary>
    public TimeSpan Regular(TimeSpan interval) => interval * (1 - fraction() / 10);

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
