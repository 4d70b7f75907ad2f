namespace Attestation.SystemTests.Cluster;

/// <summary>One verifier and one gate for all tests of a class: the gate has its own account with the rights of the manifests.</summary>
public class RunningGate(KubeCluster cluster) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private GateFile? _file;

    internal KubeCluster Cluster { get; } = cluster;

    internal AttestationSite Site { get; private set; } = null!;

    internal GateProcess Gate { get; private set; } = null!;

    /// <summary>Settings of the gate beside those that all have; YAML.</summary>
    protected virtual string[] Sections => ["csr: {enabled: true, patience: 2s}"];

    /// <summary>Options of the verifier.</summary>
    protected virtual string[] VerifierOptions => [];

    public virtual async Task InitializeAsync()
    {
        if (!ClusterPrograms.AreThere)
            return;
        await Cluster.ClearAsync();
        Site = await AttestationSite.StartAsync(VerifierOptions);
        _file = new GateFile(Cluster, Site, Sections) { Kubeconfig = await Cluster.ApplyRightsAsync(_folder.Path) };
        Gate = await GateProcess.StartAsync(_file);
    }

    public virtual async Task DisposeAsync()
    {
        if (Gate is not null)
            await Gate.DisposeAsync();
        if (Site is not null)
            await Site.DisposeAsync();
        _file?.Dispose();
        _folder.Dispose();
    }
}
