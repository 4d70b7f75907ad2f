using Attestation.SystemTests.Cluster.Joining;
using Attestation.SystemTests.Cluster.Webhook;

namespace Attestation.SystemTests.Cluster.Whole;

/// <summary>A gate with every part switched on, with the rights of the manifests, and the API server asks its webhook.</summary>
public sealed class WholeGate(KubeCluster cluster) : RunningGate(cluster)
{
    private const string Exempt = "exempt-whole";
    private readonly int _join = LoopbackPorts.Free(), _webhook = LoopbackPorts.Free();

    internal BrokerClient Broker => new(new Uri($"http://127.0.0.1:{_join}/"));

    protected override string[] Sections =>
    [
        "csr: {bootstrapTokens: gate}",
        "ladder: {cordon: true}",
        $"exempt: [{Exempt}]",
        $"webhook: {{listen: 'https://127.0.0.1:{_webhook}', url: 'https://127.0.0.1:{_webhook}'}}",
        RunningBroker.BrokerSection(_join),
    ];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (!ClusterPrograms.AreThere)
            return;
        await Cluster.RegisterAsync(_webhook);
        await Cluster.TrustedAsync(Exempt);
    }

    public override async Task DisposeAsync()
    {
        if (ClusterPrograms.AreThere)
            await Cluster.ClearAsync();
        await base.DisposeAsync();
    }
}
