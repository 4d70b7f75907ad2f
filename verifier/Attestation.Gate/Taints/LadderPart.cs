using System.Text.Json.Nodes;
using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Status;

namespace Attestation.Gate.Taints;

/// <summary>Labels, taints, cordons and drains of nodes, by the replica that leads.</summary>
internal static class LadderPart
{
    public static void Add(IServiceCollection services, GateSettings settings)
    {
        if (!settings.Ladder.Enabled)
            return;
        services.AddSingleton(provider => StormLeaseOf(provider.GetRequiredService<ApiServer>(), settings));
        services.AddSingleton<LadderMetrics>().AddSingleton<LadderParts>().AddSingleton<NodeKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeKeeper>());
        services.AddSingleton(provider => new NodeFacts("ladder", name => Facts(provider.GetRequiredService<NodeKeeper>().Find(name))));
    }

    public static StormLease StormLeaseOf(ApiServer server, GateSettings settings) =>
        new(server, KubernetesPart.NamespaceOf(settings.Kubernetes), StormLease.NameOf(settings.Kubernetes.LeaseName), settings.Prefix);

    /// <summary>Member <c>ladder</c> of a node in /nodes: <c>{ "rung", "why"?, "fallen"?, "held"?, "next"? }</c>; absent on replicas that do not lead.</summary>
    private static JsonObject? Facts(NodePlan? plan)
    {
        if (plan is null)
            return null;
        var facts = new JsonObject { ["rung"] = plan.Standing.Rung?.ToString().ToLowerInvariant() ?? "unknown" };
        Add(facts, "why", plan.Standing.Why?.Code.Id);
        Add(facts, "fallen", plan.Fall.At is { } fell ? Instants.Text(fell) : null);
        Add(facts, "held", plan.Fall.Held?.Code.Id);
        Add(facts, "next", plan.Next is { } next ? Instants.Text(next) : null);
        return facts;
    }

    private static void Add(JsonObject facts, string name, string? value)
    {
        if (value is not null)
            facts[name] = value;
    }
}
