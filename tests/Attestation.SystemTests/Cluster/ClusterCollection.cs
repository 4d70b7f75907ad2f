namespace Attestation.SystemTests.Cluster;

/// <summary>All tests that share one cluster; xunit runs them one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<KubeCluster>
{
    public const string Name = "cluster";
}
