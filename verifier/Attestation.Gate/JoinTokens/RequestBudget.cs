namespace Attestation.Gate.JoinTokens;

/// <summary>
/// So many requests a minute for each key, refilled evenly (token bucket). Memory is bounded: keys that are full again are forgotten, and where more
/// than <paramref name="maxKeys"/> are not, whoever is new is refused.
/// </summary>
/// <param name="perMinute">Capacity, and refill in a minute.</param>
/// <param name="clock">Monotonic.</param>
/// <param name="maxKeys">How many keys are remembered.</param>
internal sealed class RequestBudget(int perMinute, TimeProvider clock, int maxKeys = 50_000)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (double Left, long At)> spent = new(StringComparer.Ordinal);
    private long? forgot;

    /// <summary>Takes one request from a key's budget.</summary>
    /// <param name="key">Node or address.</param>
    /// <param name="wait">Where it is refused: after how long one would be granted.</param>
    public bool TryTake(string key, out TimeSpan wait)
    {
        lock (gate)
        {
            long now = clock.GetTimestamp();
            wait = TimeSpan.FromMinutes(1.0 / perMinute);
            if (!spent.TryGetValue(key, out (double Left, long At) entry))
            {
                if (spent.Count >= maxKeys)
                    Forget(now);
                if (spent.Count >= maxKeys)
                    return false;
                entry = (perMinute, now);
            }
            double left = LeftAt(entry, now);
            if (left < 1)
            {
                wait *= 1 - left;
                return false;
            }
            spent[key] = (left - 1, now);
            return true;
        }
    }

    private double LeftAt((double Left, long At) entry, long now) =>
        Math.Min(perMinute, entry.Left + (clock.GetElapsedTime(entry.At, now).TotalMinutes * perMinute));

    /// <summary>At most once a second, so that a flood of new keys does not cost a walk each.</summary>
    private void Forget(long now)
    {
        if (forgot is { } last && clock.GetElapsedTime(last, now) < TimeSpan.FromSeconds(1))
            return;
        forgot = now;
        foreach ((string key, (double Left, long At) entry) in spent)
        {
            if (LeftAt(entry, now) >= perMinute)
                spent.Remove(key);
        }
    }
}
