using System.Diagnostics.Metrics;
using Attestation.Gate.Metrics;

namespace Attestation.UnitTests.Gate.Metrics;

/// <summary>The text exposition format of Prometheus, version 0.0.4.</summary>
public sealed class PrometheusTextTests
{
    [Fact]
    public void A_counter_adds_up_by_its_labels_in_order_of_their_names()
    {
        using var metrics = new GateMetrics();
        using var collector = new MetricCollector(metrics);
        Counter<long> counter = metrics.Counter("decisions", "What was decided.");
        counter.Add(2, new("signer", "client"), new("reason", "approved"));
        counter.Add(1, new("reason", "approved"), new("signer", "client"));
        counter.Add(1, new KeyValuePair<string, object?>("reason", "a\"b\\c\nd"));
        Assert.Equal("""
            # HELP gate_decisions_total What was decided.
            # TYPE gate_decisions_total counter
            gate_decisions_total{reason="a\"b\\c\nd"} 1
            gate_decisions_total{reason="approved",signer="client"} 3

            """, collector.Text());
    }

    [Fact]
    public void A_histogram_has_cumulative_buckets_a_sum_and_a_count()
    {
        using var metrics = new GateMetrics();
        using var collector = new MetricCollector(metrics);
        Histogram<double> histogram = metrics.Seconds("wait", "How long.", 0.5, 1);
        foreach (double seconds in (double[])[0.25, 0.5, 0.75, 4])
            histogram.Record(seconds);
        Assert.Equal("""
            # HELP gate_wait_seconds How long.
            # TYPE gate_wait_seconds histogram
            gate_wait_seconds_bucket{le="0.5"} 2
            gate_wait_seconds_bucket{le="1"} 3
            gate_wait_seconds_bucket{le="+Inf"} 4
            gate_wait_seconds_sum 5.5
            gate_wait_seconds_count 4

            """, collector.Text());
    }

    [Fact]
    public void A_gauge_is_asked_for_at_every_scrape_and_a_series_that_is_gone_is_gone()
    {
        using var metrics = new GateMetrics();
        using var collector = new MetricCollector(metrics);
        Measurement<double>[] now = [new(1, new KeyValuePair<string, object?>("check", "good")), new(2, new KeyValuePair<string, object?>("check", "late"))];
        metrics.Gauges("nodes", "Nodes.", () => now);
        Assert.Contains("gate_nodes{check=\"late\"} 2\n", collector.Text(), StringComparison.Ordinal);
        now = [new(double.NaN, new KeyValuePair<string, object?>("check", "good"))];
        Assert.EndsWith("gate_nodes{check=\"good\"} NaN\n", collector.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("late", collector.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_without_end_end_in_one_series()
    {
        using var metrics = new GateMetrics();
        using var collector = new MetricCollector(metrics);
        Counter<long> counter = metrics.Counter("requests", "Requests.");
        for (int i = 0; i < 1000; i++)
            counter.Add(1, new KeyValuePair<string, object?>("node", $"n-{i:d4}"));
        string[] series = [.. collector.Text().Split('\n').Where(l => l.StartsWith("gate_requests_total{", StringComparison.Ordinal))];
        Assert.Equal(MetricFamily.MaxSeries + 1, series.Length);
        Assert.Contains($"gate_requests_total{{overflow=\"true\"}} {1000 - MetricFamily.MaxSeries}", series);
    }

    [Fact]
    public void Meters_of_others_are_not_shown()
    {
        using var metrics = new GateMetrics();
        using var collector = new MetricCollector(metrics);
        using var other = new Meter(GateMetrics.MeterName);
        other.CreateCounter<long>("stranger").Add(1);
        Assert.Equal("", collector.Text());
    }
}
