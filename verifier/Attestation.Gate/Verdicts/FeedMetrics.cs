using System.Diagnostics.Metrics;
using Attestation.Gate.Metrics;

namespace Attestation.Gate.Verdicts;

/// <summary>What the feed counts, and how old what it knows is.</summary>
public sealed class FeedMetrics
{
    private readonly Counter<long> _results;
    private readonly Counter<long> _failures;

    public FeedMetrics(GateMetrics metrics, VerdictCache cache, TimeProvider clock)
    {
        _results = metrics.Counter("feed_results", "Results read from the verifier's feed, by what became of them.");
        _failures = metrics.Counter("feed_failures", "Questions that the verifier did not answer.");
        metrics.Gauge("feed_age_seconds", "Since the verifier's last answer; NaN before the first.", () => cache.LastContact is { } last ? (clock.GetUtcNow() - last).TotalSeconds : double.NaN);
        metrics.Gauge("feed_loaded", "Whether the whole feed has been read, 1 or 0.", () => cache.IsLoaded ? 1 : 0);
        metrics.Gauges("verdicts", "Nodes by the check of their verdict: good, or the reason's id.", () => Counted(cache, clock.GetUtcNow()));
    }

    public void Read(string outcome) => _results.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Failed() => _failures.Add(1);

    private static IEnumerable<Measurement<double>> Counted(VerdictCache cache, DateTimeOffset now) => cache.All
        .CountBy(v => VerdictCheck.Of(v, v.NodeName, now)?.Code.Id ?? "good")
        .Select(c => new Measurement<double>(c.Value, new KeyValuePair<string, object?>("check", c.Key)));
}
