namespace Attestation.SystemTests.Cluster;

/// <summary>A fact about a real API server. Skipped, by name, where tests/cluster/build.sh has not built one; CI always builds it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterFactAttribute : FactAttribute
{
    internal const string Reason = "needs a real cluster: ./test.sh --cluster builds it";

    public ClusterFactAttribute()
    {
        if (!ClusterPrograms.AreThere)
            Skip = Reason;
    }
}
