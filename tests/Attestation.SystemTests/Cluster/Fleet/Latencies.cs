namespace Attestation.SystemTests.Cluster.Fleet;

/// <summary>A set of times in milliseconds.</summary>
public sealed class Latencies
{
    private readonly double[] _sorted;

    public Latencies(IEnumerable<double> milliseconds)
    {
        _sorted = [.. milliseconds.Order()];
        if (_sorted.Length == 0)
            throw new ArgumentException("nothing was measured", nameof(milliseconds));
    }

    public int Count => _sorted.Length;

    public double Median => At(0.5);

    public double P99 => At(0.99);

    public double Largest => _sorted[^1];

    public override string ToString() => $"p50 {Median:F0} ms, p99 {P99:F0} ms, largest {Largest:F0} ms";

    private double At(double share) => _sorted[Math.Min(_sorted.Length - 1, (int)(share * _sorted.Length))];
}
