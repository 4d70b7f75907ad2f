namespace Attestation.SystemTests.Cluster.Joining;

/// <summary>A gate that hands out credentials, with the rights of the manifests: it can neither read nor list Secrets.</summary>
public sealed class RunningBroker(KubeCluster cluster) : RunningGate(cluster)
{
    /// <summary>How many credentials a node gets in a minute.</summary>
    public const int PerNode = 3;

    private readonly int _port = LoopbackPorts.Free();

    internal BrokerClient Broker => new(new Uri($"http://127.0.0.1:{_port}/"));

    protected override string[] Sections => ["csr: {enabled: true, patience: 2s, bootstrapTokens: gate}", BrokerSection(_port)];

    /// <summary>Settings of a broker over plain http on this machine.</summary>
    internal static string BrokerSection(int port) =>
        $"tokens: {{enabled: true, listen: \"http://127.0.0.1:{port}\", kinds: [bootstrap-token, client-certificate], usedGrace: 2s, perNode: {PerNode}, perAddress: 10000}}";
}
