namespace Attestation.SystemTests.Cluster.Webhook;

/// <summary>A gate whose webhook the API server asks, for all tests of a class.</summary>
public sealed class WebhookGate(KubeCluster cluster) : RunningGate(cluster)
{
    public const string Exempt = "exempt-1", BreakGlass = "fire-brigade";

    private readonly int port = LoopbackPorts.Free();

    protected override string[] Sections =>
    [
        "csr: {enabled: false}",
        "ladder: {enabled: false}",
        $"exempt: [{Exempt}]",
        $"webhook: {{listen: 'https://127.0.0.1:{port}', url: 'https://127.0.0.1:{port}', breakGlass: [{BreakGlass}]}}",
    ];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (!ClusterPrograms.AreThere)
            return;
        await Cluster.RegisterAsync(port);
        await Cluster.TrustedAsync(Exempt);
    }

    public override async Task DisposeAsync()
    {
        if (ClusterPrograms.AreThere)
            await Cluster.ClearAsync();
        await base.DisposeAsync();
    }
}
