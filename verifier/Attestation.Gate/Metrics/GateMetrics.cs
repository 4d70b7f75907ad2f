using System.Diagnostics.Metrics;

namespace Attestation.Gate.Metrics;

/// <summary>
/// The gate's meter. Parts make their instruments with it, names in snake_case without unit or suffix, labels out of closed lists only: never a node's
/// name. What /metrics shows of <c>csr_decisions</c>, a counter, is <c>gate_csr_decisions_total</c>.
/// </summary>
public sealed class GateMetrics : IDisposable
{
    public const string MeterName = "Attestation.Gate";

    public Meter Meter { get; } = new(MeterName, ProgramVersion.Text);

    public Counter<long> Counter(string name, string description) => Meter.CreateCounter<long>(name, null, description);

    /// <param name="name">Without unit: <c>_seconds</c> is added.</param>
    /// <param name="description">For people.</param>
    /// <param name="bounds">Upper bounds of the buckets in seconds, ascending.</param>
    public Histogram<double> Seconds(string name, string description, params double[] bounds) =>
        Meter.CreateHistogram(name, "s", description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });

    /// <param name="name">As it is shown.</param>
    /// <param name="description">For people.</param>
    /// <param name="value">Asked for at every scrape.</param>
    public void Gauge(string name, string description, Func<double> value) => Meter.CreateObservableGauge(name, value, null, description);

    /// <summary>A gauge with labels.</summary>
    public void Gauges(string name, string description, Func<IEnumerable<Measurement<double>>> values) => Meter.CreateObservableGauge(name, values, null, description);

    public void Dispose() => Meter.Dispose();
}
