using System.Threading.RateLimiting;

namespace Attestation.Gate.Taints;

/// <summary>No more patches than so many in a second: a thousand nodes that change at once must not take the API server from everybody else.</summary>
internal sealed class PatchPace : IDisposable
{
    private readonly TokenBucketRateLimiter _limiter;

    public PatchPace(int perSecond)
    {
        bool isSlow = perSecond < 10;
        _limiter = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond,
            TokensPerPeriod = isSlow ? 1 : perSecond / 10,
            ReplenishmentPeriod = isSlow ? TimeSpan.FromSeconds(1.0 / perSecond) : TimeSpan.FromMilliseconds(100),
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    public async Task WaitAsync(CancellationToken cancel)
    {
        using RateLimitLease lease = await _limiter.AcquireAsync(1, cancel);
    }

    public void Dispose() => _limiter.Dispose();
}
