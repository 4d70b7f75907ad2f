using System.CommandLine;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;

namespace Attestation.Gate.Taints;

/// <summary><c>attest-gate storm show</c> and <c>attest-gate storm acknowledge</c>: for the operator who is woken by the alert.</summary>
internal static class StormCommand
{
    public static Command Create()
    {
        var show = new Command("show", "Tells whether a storm stops the falls of bad nodes. Status 1 where one does.");
        show.SetAction((parsed, cancel) => GateProgram.GuardedAsync(() => ShowAsync(GateProgram.Settings(parsed), cancel)));
        var acknowledge = new Command("acknowledge", "Says that the nodes that are bad now are to be thrown out, as fast as storm.perMinute allows. Ends with this storm.");
        acknowledge.SetAction((parsed, cancel) => GateProgram.GuardedAsync(() => AcknowledgeAsync(GateProgram.Settings(parsed), cancel)));
        return new Command("storm", "Too many nodes are bad at once (docs/gate-ladder.md).") { show, acknowledge };
    }

    private static Task<int> ShowAsync(GateSettings settings, CancellationToken cancel) => WithLease(settings, async lease =>
    {
        StormRecord record = await lease.ReadAsync(cancel);
        Console.Out.WriteLine(record switch
        {
            { Since: null } => "no storm",
            { IsAcknowledged: true, Since: { } since } => $"storm since {Instants.Text(since)}, acknowledged",
            { Since: { } since } => $"storm since {Instants.Text(since)}: no node is thrown out",
        });
        return record is { Since: not null, IsAcknowledged: false } ? 1 : 0;
    });

    private static Task<int> AcknowledgeAsync(GateSettings settings, CancellationToken cancel) => WithLease(settings, async lease =>
    {
        StormRecord record = await lease.ReadAsync(cancel);
        if (record.Since is null)
        {
            Console.Error.WriteLine("attest-gate: there is no storm to acknowledge");
            return 1;
        }
        await lease.AcknowledgeAsync(cancel);
        Console.Out.WriteLine($"acknowledged: at most {settings.Storm.PerMinute} nodes a minute are thrown out now");
        return 0;
    });

    private static async Task<int> WithLease(GateSettings settings, Func<StormLease, Task<int>> work)
    {
        ApiCredentials account = settings.Kubernetes.Kubeconfig is { } file ? Kubeconfig.Read(file) : ApiCredentials.InCluster();
        using var server = new ApiServer(account);
        try
        {
            return await work(LadderPart.StormLeaseOf(server, settings));
        }
        catch (ApiFailure failure)
        {
            throw new GateFailure(GateReasons.KubernetesCredentials, failure.Message, failure);
        }
    }
}
