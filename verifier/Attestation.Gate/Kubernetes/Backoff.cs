namespace Attestation.Gate.Kubernetes;

/// <summary>Pauses that double up to a cap, each drawn at random from its upper half, so that many clients of one server do not come back together.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan cap)
{
    private int doubled;

    public void Reset() => doubled = 0;

    public Task WaitAsync(CancellationToken cancel)
    {
        TimeSpan full = first * Math.Pow(2, Math.Min(doubled++, 30));
        TimeSpan pause = (full < cap ? full : cap) * (0.5 + (Random.Shared.NextDouble() / 2));
        return Task.Delay(pause, cancel);
    }
}
