using System.Diagnostics.Metrics;

namespace Attestation.Gate.Metrics;

/// <summary>One instrument with its series. Not safe for several threads.</summary>
internal sealed class MetricFamily
{
    /// <summary>More would be a label that is not out of a closed list; what is beyond goes into one series.</summary>
    internal const int MaxSeries = 200;

    private const string Beyond = "overflow=\"true\"";

    private readonly SortedDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly double[] _bounds;
    private readonly bool _adds;

    public MetricFamily(string name, Instrument instrument)
    {
        Name = name;
        Description = instrument.Description ?? "";
        Kind = instrument switch
        {
            Counter<long> or Counter<int> or Counter<double> => "counter",
            Histogram<double> => "histogram",
            _ => "gauge",
        };
        _adds = instrument is Counter<long> or Counter<int> or Counter<double> or UpDownCounter<long> or UpDownCounter<int>;
        _bounds = instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } ? [.. bounds] : [];
    }

    public string Name { get; }

    public string Description { get; }

    /// <summary>counter, gauge or histogram.</summary>
    public string Kind { get; }

    public IReadOnlyList<double> Bounds => _bounds;

    public IEnumerable<KeyValuePair<string, MetricSeries>> Series => _series;

    public static string NameOf(Instrument instrument)
    {
        string unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        string suffix = instrument is Counter<long> or Counter<int> or Counter<double> ? "_total" : "";
        return $"gate_{instrument.Name}{unit}{suffix}";
    }

    /// <summary>Forgets what is reported anew at every scrape: a series that nobody reports any more is gone.</summary>
    public void Forget()
    {
        if (Kind == "gauge" && !_adds)
            _series.Clear();
    }

    public void Take(string labels, double value)
    {
        if (!_series.TryGetValue(labels, out MetricSeries? series))
        {
            string key = _series.Count < MaxSeries ? labels : Beyond;
            if (!_series.TryGetValue(key, out series))
                _series.Add(key, series = new MetricSeries(_bounds.Length));
        }
        if (Kind == "histogram")
            series.Observe(value, _bounds);
        else if (_adds)
            series.Sum += value;
        else
            series.Sum = value;
    }
}

/// <summary>The numbers of one set of labels.</summary>
internal sealed class MetricSeries(int bounds)
{
    /// <summary>Not cumulative; the last one is above all bounds.</summary>
    public long[] Buckets { get; } = new long[bounds + 1];

    /// <summary>The value of a counter or gauge; the sum of a histogram.</summary>
    public double Sum { get; set; }

    public void Observe(double value, double[] upper)
    {
        int bucket = 0;
        while (bucket < upper.Length && value > upper[bucket])
            bucket++;
        Buckets[bucket]++;
        Sum += value;
    }
}
