using System.Text.Json;
using Attestation.SystemTests.Agent;
using static Attestation.SystemTests.Cluster.Joining.JoinedNode;

namespace Attestation.SystemTests.Cluster.Joining;

/// <summary><c>attest-agent join</c> from the TPM to a node of the cluster: real agent, verifier, gate and API server.</summary>
[Collection(ClusterCollection.Name)]
public sealed class JoinCommandTests(KubeCluster cluster)
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [ClusterFact]
    public async Task ANodeJoinsRenewsAndIsOne()
    {
        await using JoinStage stage = await JoinStage.StartAsync(cluster, "worker-1.example");
        string serial = SerialOf(await stage.JoinedAsync("joined"));
        Assert.All(Directory.EnumerateFiles(stage.Folder), file => Assert.Equal(Owner, File.GetUnixFileMode(file)));
        await cluster.IsNodeAsync(stage.Kubeconfig, "worker-1.example");
        Assert.Equal(serial, SerialOf(await stage.JoinedAsync("kept")));
        string renewed = SerialOf(await stage.JoinedAsync("renewed", "--renew"));
        Assert.NotEqual(serial, renewed);
        await cluster.IsNodeAsync(stage.Kubeconfig, "worker-1.example");
        Assert.NotEqual(renewed, SerialOf(await stage.JoinedAsync("joined", "--again")));
        Assert.Contains("joined already", (await CommandRun.Of("attest-agent", stage.Agent("join"))).Output);

        await using NodeProgram hollow = NodeProgram.Hollow(stage["hollow"], "worker-1.example", stage.Kubeconfig);
        await cluster.Admin.UntilAsync("api/v1/nodes/worker-1.example", KubeNodes.IsReady, "ready");
    }

    [ClusterFact]
    public async Task TheGateFetchesTheCertificateItself()
    {
        await using JoinStage stage = await JoinStage.StartAsync(cluster, "fetched");
        string serial = SerialOf(await stage.JoinedAsync("joined", "--join-kind", "client-certificate"));
        await cluster.IsNodeAsync(stage.Kubeconfig, "fetched");
        Assert.NotEqual(serial, SerialOf(await stage.JoinedAsync("renewed", "--join-kind", "client-certificate", "--renew")));
        await cluster.IsNodeAsync(stage.Kubeconfig, "fetched");
    }

    /// <summary>What trimming takes away shows when everything is used once: the one file that reaches a node, in an empty environment.</summary>
    [ClusterFact]
    public async Task TheFileThatReachesANodeJoins()
    {
        await using JoinStage stage = await JoinStage.StartAsync(cluster, "published");
        CommandRun made = await CommandRun.Of(Path.Combine(NodeSite.RepositoryRoot, "scripts", "publish-agent.sh"), stage["out"]);
        Assert.True(made.ExitCode == 0, made.Output + made.Error);
        foreach (string[] more in (string[][])[[], ["--renew"], ["--again", "--join-kind", "client-certificate"], ["--again", "--seal-kubelet-key"]])
        {
            CommandRun run = await CommandRun.Of("/usr/bin/env", ["-i", stage["out/attest-agent"], .. stage.Agent("join", ["--json", .. more])]);
            Assert.True(run.ExitCode == 0, run.Output + run.Error);
        }
        await cluster.IsNodeAsync(stage.Kubeconfig, "published");
    }

    /// <summary>kubelet in its own TLS bootstrap takes the bound key and the token; the agent renews what it wrote.</summary>
    [ClusterFact]
    public async Task ARealKubeletJoinsWithTheTokenAndTheBoundKey()
    {
        await using JoinStage stage = await JoinStage.StartAsync(cluster, "real");
        await stage.JoinedAsync("token", "--token-only");
        Assert.All((string[])["bootstrap-token", "bootstrap-kubeconfig", "kubelet-client.key.tmp"], file => Assert.Equal(Owner, File.GetUnixFileMode(Path.Combine(stage.Folder, file))));
        Directory.CreateDirectory(stage["root"]);
        await using (NodeProgram kubelet = NodeProgram.Kubelet(stage["root"], "real", stage.Folder, Path.Combine(stage.Folder, "bootstrap-kubeconfig")))
            await kubelet.FileAsync(stage["root/kubeconfig"]);
        await cluster.IsNodeAsync(stage["root/kubeconfig"], "real");

        string serial = SerialOf(await stage.JoinedAsync("kept"));
        Assert.False(File.Exists(Path.Combine(stage.Folder, "bootstrap-token")));
        Assert.NotEqual(serial, SerialOf(await stage.JoinedAsync("renewed", "--renew")));
        await using NodeProgram hollow = NodeProgram.Hollow(stage["hollow"], "real", stage["root/kubeconfig"]); // the kubelet's own kubeconfig names the renewed file
        await cluster.Admin.UntilAsync("api/v1/nodes/real", KubeNodes.IsReady, "ready");
    }

    [ClusterFact]
    public async Task ASealedKeyComesBackAfterABootAndNotInAnotherState()
    {
        await using JoinStage stage = await JoinStage.StartAsync(cluster, "sealed");
        string[] sealing = ["--seal-kubelet-key", "--seal-pcrs", "sha256:7"];
        JsonElement report = await stage.JoinedAsync("joined", sealing);
        string serial = SerialOf(report), folder = report.GetProperty("folder").GetString()!, kubeconfig = Path.Combine(folder, "kubeconfig");
        Assert.Equal(Path.Combine(stage.Machine["run"], "kubelet"), folder);
        await cluster.IsNodeAsync(kubeconfig, "sealed");
        foreach (string file in Directory.EnumerateFiles(stage.Machine["state"], "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0))
            Assert.DoesNotContain("PRIVATE KEY", await File.ReadAllTextAsync(file));

        Directory.Delete(folder, recursive: true); // the tmpfs of the next boot
        await stage.Machine.RebootAsync();
        await stage.Machine.ReplayAsync(NodeSite.Boot(NodeSite.GoodBoot));
        await stage.Gate.StopAsync(); // neither gate nor verdict is needed for that
        Assert.Equal(serial, SerialOf(await stage.JoinedAsync("kept", sealing)));
        await cluster.IsNodeAsync(kubeconfig, "sealed");

        Directory.Delete(folder, recursive: true);
        await stage.Machine.RebootAsync(); // and nothing is measured: PCR 7 is another
        (CommandRun run, _) = await stage.JoinAsync(sealing);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("join.key", run.Error);
        Assert.False(File.Exists(Path.Combine(folder, "kubelet-client-current.pem")));
    }

    [ClusterFact]
    public async Task AServiceJoinsShowsItAndRenewsInTime()
    {
        await using JoinStage stage = await JoinStage.StartAsync(cluster, "serving");
        await using AgentProcess agent = AgentProcess.Start(stage.Agent("run"));
        string serial = (await agent.NextAsync("joined")).GetProperty("serial").GetString()!;
        await agent.NextAsync("waiting");
        CommandRun status = await CommandRun.Of("attest-agent", "status", "--run-dir", stage.Machine["run"]);
        Assert.True(status.ExitCode == 0, status.Output);
        Assert.Contains($"certificate {serial}, ends ", status.Output);
        await cluster.IsNodeAsync(stage.Kubeconfig, "serving");

        cluster.Age(Path.Combine(stage.Folder, "kubelet-client-current.pem"));
        Assert.NotEqual(serial, (await agent.NextAsync("joined")).GetProperty("serial").GetString());
        await cluster.IsNodeAsync(stage.Kubeconfig, "serving");
        Assert.Equal(0, await agent.StopAsync());
        Assert.DoesNotContain("join-failed", agent.Log);
    }
}
