using Attestation.Gate.Configuration;
using Attestation.Gate.Status;

namespace Attestation.Gate.Kubernetes;

/// <summary>The API server's client, the lease and the list of nodes, for all other parts.</summary>
internal static class KubernetesPart
{
    public static void Add(IServiceCollection services, GateSettings settings)
    {
        services.AddSingleton<NodeStore>(); // stays empty where there is no cluster
        if (!settings.Kubernetes.Enabled)
            return;
        services.AddSingleton(settings.Kubernetes.Kubeconfig is { } file ? Kubeconfig.Read(file) : ApiCredentials.InCluster());
        services.AddSingleton(ReplicaIdentity.New()).AddSingleton<ApiServer>().AddSingleton<WatchMetrics>();
        services.AddSingleton(provider => Election(provider, settings.Kubernetes));
        services.AddHostedService<LeaderService>();
        services.AddHostedService<NodeWatch>();
        services.AddSingleton<NodeEvents>();
        services.AddHostedService<EventService>();
        services.AddSingleton(provider => new ReadinessCheck("nodes", () => provider.GetRequiredService<NodeStore>().IsLoaded ? null : "the nodes have not been listed yet"));
    }

    private static LeaderElection Election(IServiceProvider provider, KubernetesSettings settings) => new(
        provider.GetRequiredService<ApiServer>(),
        NamespaceOf(settings),
        settings.LeaseName,
        provider.GetRequiredService<ReplicaIdentity>().Name,
        settings.Timing,
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<LeaderElection>>());

    /// <summary>Where the gate's own objects lie.</summary>
    public static string NamespaceOf(KubernetesSettings settings) => settings.Namespace ?? ApiCredentials.PodNamespace ?? "attestation";
}

/// <summary>Seeks and keeps the lease as long as the process runs.</summary>
internal sealed class LeaderService(LeaderElection election) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => election.RunAsync(stoppingToken);
}

/// <summary>Keeps <see cref="NodeStore"/> as the API server has it, on every replica.</summary>
internal sealed class NodeWatch(ApiServer server, NodeStore store, WatchMetrics metrics, ILogger<NodeWatch> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => new Watcher<Node>(server, Resources.Nodes, store, logger, metrics).RunAsync(stoppingToken);
}

/// <summary>Writes the Events that all parts report.</summary>
internal sealed class EventService(NodeEvents events) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => events.RunAsync(stoppingToken);
}
