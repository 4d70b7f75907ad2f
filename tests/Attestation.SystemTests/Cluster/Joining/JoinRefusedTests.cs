using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.SystemTests.Agent;
using static Attestation.SystemTests.Cluster.Joining.JoinedNode;

namespace Attestation.SystemTests.Cluster.Joining;

/// <summary>Joins that do not come to their end: refused, denied, cut off.</summary>
[Collection(ClusterCollection.Name)]
public sealed class JoinRefusedTests(KubeCluster cluster)
{
    [ClusterFact]
    public async Task ANodeThatIsNotAffirmedOrRevokedGetsNothing()
    {
        await using JoinStage stage = await JoinStage.StartAsync(cluster, "refused");
        CommandRun run = await CommandRun.Of("attest-agent", stage.BootedOtherwise(stage.Agent("join", "--json")));
        JsonElement report = JsonElement.Parse(run.Output);
        Assert.Equal((1, "join.verdict"), (run.ExitCode, report.GetProperty("reason").GetString()));
        string serial = SerialOf(await stage.JoinedAsync("joined"));

        string node = JsonElement.Parse(await stage.Verifier.Client.GetStringAsync("api/v1/nodes")).GetProperty("nodes")[0].GetProperty("node").GetString()!;
        using HttpResponseMessage revoked = await stage.Verifier.Client.PostAsync($"api/v1/nodes/{node}/revocation",
            new StringContent(new JsonObject { ["reason"] = "stolen" }.ToJsonString(), System.Text.Encoding.UTF8, "application/json"));
        Assert.True(revoked.IsSuccessStatusCode);
        (run, report) = await stage.JoinAsync("--renew");
        Assert.Equal((1, "join.verdict", "node.revoked"), (run.ExitCode, report.GetProperty("reason").GetString(), report.GetProperty("because").GetString()));
        Assert.Equal(serial, SerialOf(report));
        Assert.Empty(Directory.EnumerateFiles(stage.Folder, "bootstrap*"));
    }

    [ClusterFact]
    public async Task ADenialIsToldAndTheNextJoinAsksWithAnotherKey()
    {
        await using JoinStage stage = await JoinStage.StartAsync(cluster, "denied", JoinStage.ByHand);
        await using (AgentProcess agent = AgentProcess.Start(stage.Agent("join")))
        {
            string first = (await agent.NextAsync("certificate-requested")).GetProperty("request").GetString()!;
            await cluster.KubectlOutputAsync("certificate", "deny", first);
            (int code, string said) = await agent.EndAsync();
            Assert.Equal(1, code);
            Assert.Contains("join.denied", said);
            Assert.Contains("KubectlDeny", said);
        }
        await using AgentProcess again = AgentProcess.Start(stage.Agent("join"));
        await cluster.KubectlOutputAsync("certificate", "approve", (await again.NextAsync("certificate-requested")).GetProperty("request").GetString()!);
        Assert.Equal(0, (await again.EndAsync()).ExitCode);
        Assert.Equal(2, (await cluster.ItemsAsync(CertificateRequests.Path)).Length);
        await cluster.IsNodeAsync(stage.Kubeconfig, "denied");
    }

    [ClusterFact]
    public async Task NobodyDecidesInTime()
    {
        await using JoinStage stage = await JoinStage.StartAsync(cluster, "patient", JoinStage.ByHand);
        (CommandRun run, JsonElement report) = await stage.JoinAsync("--wait", "2");
        Assert.Equal((3, "join.timeout"), (run.ExitCode, report.GetProperty("reason").GetString()));
        await stage.Gate.KillAsync();
        (run, report) = await stage.JoinAsync();
        Assert.Equal((3, "join.gate-unreachable"), (run.ExitCode, report.GetProperty("reason").GetString()));
    }

    /// <summary>SIGKILL behind each step: the next run goes on with the same key and the same request, and nothing is left lying about.</summary>
    [ClusterFact]
    public async Task AJoinThatIsKilledAnywhereIsTakenUp()
    {
        await using JoinStage stage = await JoinStage.StartAsync(cluster, "killed", JoinStage.ByHand);
        foreach (string step in (string[])["enrolled", "evidence-sent", "affirmed", "credential", "certificate-requested"])
        {
            await using AgentProcess agent = AgentProcess.Start(stage.Agent("join"));
            await agent.NextAsync(step);
            await agent.KillAsync();
        }
        await using (AgentProcess last = AgentProcess.Start(stage.Agent("join")))
        {
            JsonElement requested = await last.NextAsync("certificate-requested");
            Assert.Equal("true", requested.GetProperty("found").GetString());
            await cluster.KubectlOutputAsync("certificate", "approve", requested.GetProperty("request").GetString()!);
            Assert.Equal(0, (await last.EndAsync()).ExitCode);
        }
        Assert.Single(await cluster.ItemsAsync(CertificateRequests.Path));
        await cluster.IsNodeAsync(stage.Kubeconfig, "killed");
        Assert.Empty(Directory.EnumerateFiles(stage.Folder, "*.part"));
        Assert.False(File.Exists(Path.Combine(stage.Machine["state"], "join", "next-key")));
    }

    /// <summary>The same at moments that a seed draws, with a sealed key: in the clear it is on the tmpfs only, whole or not at all.</summary>
    [ClusterFact]
    public async Task AJoinThatIsKilledAtAnyMomentLosesNothing()
    {
        await using JoinStage stage = await JoinStage.StartAsync(cluster, "any-moment");
        var moments = new Random(4);
        string state = stage.Machine["state"];
        for (int run = 0; run < 10; run++)
        {
            await using AgentProcess agent = AgentProcess.Start(stage.Agent("join", "--seal-kubelet-key"));
            await Task.Delay(moments.Next(300, 2500));
            await agent.KillAsync();
            Assert.All(FilesBelow(state), file => Assert.DoesNotContain("PRIVATE KEY", File.ReadAllText(file)));
        }
        CommandRun last = await CommandRun.Of("attest-agent", stage.Agent("join", "--seal-kubelet-key"));
        Assert.True(last.ExitCode == 0, last.Output + last.Error);
        Assert.Single(await cluster.ItemsAsync(CertificateRequests.Path));
        await cluster.IsNodeAsync(Path.Combine(stage.Machine["run"], "kubelet", "kubeconfig"), "any-moment");
        Assert.Equal(["certificate.pem", "current-key", "join.json"], Directory.EnumerateFiles(Path.Combine(state, "join")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> FilesBelow(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0) : [];
}
