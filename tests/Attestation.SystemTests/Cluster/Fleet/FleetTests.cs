using Xunit.Abstractions;

namespace Attestation.SystemTests.Cluster.Fleet;

/// <summary>A small fleet in every run; the benchmark <c>fleet</c> runs the same with thousands.</summary>
[Collection(ClusterCollection.Name)]
public sealed class FleetTests(KubeCluster cluster, ITestOutputHelper output)
{
    private const int Nodes = 60;

    [ClusterFact]
    public async Task EveryNodeOfAFleetGetsItsCertificateAndItsLabel()
    {
        FleetFigures figures = await FleetRun.RunAsync(cluster, Nodes, output.WriteLine);
        Assert.Equal(Nodes, figures.Gate.Count);
        Assert.NotNull(figures.LabelWatchBytes);
        output.WriteLine(figures.ToString());
    }
}
