using System.Globalization;
using System.Text;

namespace Attestation.Gate.Metrics;

/// <summary>Prometheus text exposition format 0.0.4.</summary>
internal static class PrometheusText
{
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Labels as they stand between braces, in order of their names.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";
        KeyValuePair<string, object?>[] sorted = tags.ToArray();
        Array.Sort(sorted, (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return string.Join(',', sorted.Select(t => $"{t.Key}=\"{Escape(Convert.ToString(t.Value, CultureInfo.InvariantCulture) ?? "", quotes: true)}\""));
    }

    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        foreach (MetricFamily family in families)
        {
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(Escape(family.Description, quotes: false)).Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Kind).Append('\n');
            foreach ((string labels, MetricSeries series) in family.Series)
            {
                if (family.Kind == "histogram")
                    WriteHistogram(text, family, labels, series);
                else
                    Line(text, family.Name, labels, series.Sum);
            }
        }
        return text.ToString();
    }

    private static void WriteHistogram(StringBuilder text, MetricFamily family, string labels, MetricSeries series)
    {
        string before = labels.Length == 0 ? "" : labels + ",";
        long count = 0;
        for (int i = 0; i < series.Buckets.Length; i++)
        {
            count += series.Buckets[i];
            string bound = i < family.Bounds.Count ? Number(family.Bounds[i]) : "+Inf";
            Line(text, family.Name + "_bucket", $"{before}le=\"{bound}\"", count);
        }
        Line(text, family.Name + "_sum", labels, series.Sum);
        Line(text, family.Name + "_count", labels, count);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string text, bool quotes)
    {
        string escaped = text.Replace("\\", "\\\\").Replace("\n", "\\n");
        return quotes ? escaped.Replace("\"", "\\\"") : escaped;
    }
}
