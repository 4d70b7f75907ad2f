using System.Text.Json;
using static Attestation.SystemTests.Cluster.CertificateRequests;

namespace Attestation.SystemTests.Cluster.Csr;

/// <summary>What becomes of requests when gates, API server or verifier fail.</summary>
[Collection(ClusterCollection.Name)]
public sealed class FailureTests(KubeCluster cluster)
{
    private const string Section = "csr: {enabled: true, patience: 1s}\nladder: {enabled: false}";

    private KubeClient Admin => cluster.Admin;

    [ClusterFact]
    public async Task A_verdict_that_has_expired_is_denied_as_expired()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync("--ear-ttl", "1");
        AttestedNode node = await site.EnrolGoodAsync("expired");
        using var file = new GateFile(cluster, site, Section);
        await using GateProcess gate = await GateProcess.StartAsync(file);
        await UntilCheckIsAsync(gate, node.Name, "gate.verdict.expired");
        Assert.Equal("GateVerdictExpired", (await DecideAsync(node)).Reason);
    }

    [ClusterFact]
    public async Task While_the_verifier_is_away_nothing_is_denied_for_want_of_a_verdict()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        AttestedNode known = await site.EnrolGoodAsync("known"), late = await site.EnrolAsync("late");
        using var file = new GateFile(cluster, site, Section);
        await using GateProcess gate = await GateProcess.StartAsync(file);
        await UntilCheckIsAsync(gate, known.Name, "good");
        await site.StopVerifierAsync();
        Assert.Equal("Approved", (await DecideAsync(known)).Type); // its verdict holds to its end
        string waiting = await AskAsync(late);
        await gate.LineAsync(l => l.Contains("VerifierAway", StringComparison.Ordinal) || l.Contains("does not answer", StringComparison.Ordinal), "the verifier is away");
        await Task.Delay(TimeSpan.FromSeconds(3)); // three times its patience
        Assert.Null(Of((await Admin.GetAsync($"{CertificateRequests.Path}/{waiting}")).Document));
        gate.Pause(); // so that the node is faster than the gate, however slow the machine is
        await site.StartVerifierAsync();
        await late.AttestGoodAsync();
        gate.Resume();
        Assert.Equal("Approved", (await Admin.DecisionAsync(waiting)).Type);
    }

    [ClusterFact]
    public async Task A_gate_that_is_killed_leaves_nothing_undecided_and_nothing_decided_twice()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        AttestedNode[] nodes = await site.EnrolGoodAsync("killed", 12);
        using var file = new GateFile(cluster, site, Section);
        List<string> names = [];
        await using (GateProcess gate = await GateProcess.StartAsync(file))
        {
            foreach (AttestedNode node in nodes)
                names.Add(await AskAsync(node));
            await gate.KillAsync(); // some are decided, some are not
        }
        await using GateProcess next = await GateProcess.StartAsync(file);
        foreach (string name in names)
            Assert.Equal("Approved", (await Admin.DecisionAsync(name)).Type);
        foreach (JsonElement request in await cluster.ItemsAsync(CertificateRequests.Path))
            Assert.Equal(1, request.GetProperty("status").GetProperty("conditions").GetArrayLength());
    }

    [ClusterFact]
    public async Task A_restarted_gate_knows_a_replay()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        AttestedNode node = await site.EnrolGoodAsync("replayed");
        string request = node.Key.ClientRequest(node.Name);
        using var file = new GateFile(cluster, site, Section);
        using KubeClient kubelet = await BootstrapAsync();
        await using (GateProcess gate = await GateProcess.StartAsync(file))
            Assert.Equal("Approved", (await Admin.DecisionAsync(await kubelet.AskForClientAsync(request))).Type);
        await using GateProcess next = await GateProcess.StartAsync(file);
        Assert.Equal("GateCsrReplayed", (await Admin.DecisionAsync(await kubelet.AskForClientAsync(request))).Reason);
    }

    [ClusterFact]
    public async Task The_API_server_is_restarted_mid_watch_and_the_gate_goes_on()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        AttestedNode[] nodes = await site.EnrolGoodAsync("restart", 2);
        using var file = new GateFile(cluster, site, Section);
        await using GateProcess gate = await GateProcess.StartAsync(file);
        Assert.Equal("Approved", (await DecideAsync(nodes[0])).Type);
        await cluster.RestartApiServerAsync();
        Assert.Equal("Approved", (await DecideAsync(nodes[1])).Type);
    }

    [ClusterFact]
    public async Task Of_two_gates_one_decides_and_the_other_takes_over_when_it_stands_still()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        AttestedNode[] nodes = await site.EnrolGoodAsync("two", 4);
        const string lease = "{name: attest-gate, duration: 8s, renewDeadline: 6s, retryPeriod: 500ms}";
        using GateFile one = new(cluster, site, Section) { Lease = lease }, two = new(cluster, site, Section) { Lease = lease };
        await using GateProcess first = await GateProcess.StartAsync(one), second = await GateProcess.StartAsync(two);
        GateProcess leader = await LeaderAsync(first, second), other = leader == first ? second : first;
        Assert.Equal("Approved", (await DecideAsync(nodes[0])).Type);

        Signal(leader, "-STOP");
        Assert.Equal("Approved", (await DecideAsync(nodes[1])).Type);
        Assert.True(await LeadsAsync(other));
        Signal(leader, "-CONT"); // it finds itself deposed, and decides nothing
        Assert.False(await LeadsAsync(leader));
        Assert.Equal("Approved", (await DecideAsync(nodes[2])).Type);

        GateProcess now = await LeaderAsync(first, second);
        Assert.Equal(0, await now.StopAsync()); // gives the lease up
        Assert.Equal("Approved", (await DecideAsync(nodes[3])).Type);
        Assert.True(await LeadsAsync(now == first ? second : first));
    }

    private static void Signal(GateProcess gate, string signal) => System.Diagnostics.Process.Start("kill", [signal, gate.ProcessId.ToString()]).WaitForExit();

    private static async Task<bool> LeadsAsync(GateProcess gate) => (await gate.Status.GetStringAsync("metrics")).Contains("\ngate_leader 1\n", StringComparison.Ordinal);

    /// <summary>The one that leads; never both do.</summary>
    private static async Task<GateProcess> LeaderAsync(GateProcess a, GateProcess b)
    {
        for (int i = 0; i < 300; i++)
        {
            (bool first, bool second) = (await LeadsAsync(a), await LeadsAsync(b));
            if (first != second)
                return first ? a : b;
            await Task.Delay(100);
        }
        throw new InvalidOperationException("nobody leads, or both do");
    }

    private static async Task UntilCheckIsAsync(GateProcess gate, string node, string check)
    {
        string nodes = "";
        for (int i = 0; i < 300; i++)
        {
            nodes = await gate.Status.GetStringAsync("nodes");
            if (JsonElement.Parse(nodes).GetProperty("nodes").EnumerateArray().Any(n => n.GetProperty("name").GetString() == node && n.GetProperty("check").GetString() == check))
                return;
            await Task.Delay(100);
        }
        Assert.Fail(nodes);
    }

    private async Task<KubeClient> BootstrapAsync() => await cluster.AccessAsync(await cluster.NewBootstrapTokenAsync());

    private async Task<string> AskAsync(AttestedNode node)
    {
        using KubeClient kubelet = await BootstrapAsync();
        return await kubelet.AskForClientAsync(node.Key.ClientRequest(node.Name));
    }

    private async Task<Decision> DecideAsync(AttestedNode node) => await Admin.DecisionAsync(await AskAsync(node));
}
