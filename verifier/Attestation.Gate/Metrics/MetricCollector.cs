using System.Diagnostics.Metrics;

namespace Attestation.Gate.Metrics;

/// <summary>Adds up what the gate's instruments measure, for <see cref="PrometheusText"/>.</summary>
public sealed class MetricCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public MetricCollector(GateMetrics metrics)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, metrics.Meter))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Everything as it is now, in the text format of Prometheus.</summary>
    public string Text()
    {
        lock (_lock)
        {
            foreach (MetricFamily family in _families.Values)
                family.Forget();
        }
        _listener.RecordObservableInstruments();
        lock (_lock)
            return PrometheusText.Write(_families.Values);
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string labels = PrometheusText.Labels(tags);
        lock (_lock)
        {
            string name = MetricFamily.NameOf(instrument);
            if (!_families.TryGetValue(name, out MetricFamily? family))
                _families.Add(name, family = new MetricFamily(name, instrument));
            family.Take(labels, value);
        }
    }
}
