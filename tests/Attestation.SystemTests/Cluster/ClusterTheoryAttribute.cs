namespace Attestation.SystemTests.Cluster;

/// <summary>A theory about a real API server; see <see cref="ClusterFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterTheoryAttribute : TheoryAttribute
{
    public ClusterTheoryAttribute()
    {
        if (!ClusterPrograms.AreThere)
            Skip = ClusterFactAttribute.Reason;
    }
}
