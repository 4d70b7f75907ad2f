namespace Attestation.SystemTests.Cluster.Joining;

/// <summary>docs/join.md, kubeadm: what it reads of the cluster before it starts a kubelet, with the identity that the node has from the gate.</summary>
[Collection(ClusterCollection.Name)]
public sealed class KubeadmTests(KubeCluster cluster)
{
    private static readonly string Kubeadm = ClusterPrograms.Of("kubeadm");

    [KubeadmFact]
    public async Task ItGoesOnWithTheKubeconfigThatTheAgentWrote()
    {
        await using JoinStage stage = await JoinStage.StartAsync(cluster, "by-kubeadm");
        await UploadConfigurationAsync(stage);
        await stage.JoinedAsync("joined");
        CommandRun run = await PreflightAsync("by-kubeadm", stage.Kubeconfig);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("Reading configuration from the cluster", run.Output, StringComparison.Ordinal);
    }

    [KubeadmFact]
    public async Task ATokenOfTheGateDoesNotOpenItsConfiguration()
    {
        await using JoinStage stage = await JoinStage.StartAsync(cluster, "by-token");
        await UploadConfigurationAsync(stage);
        await stage.JoinedAsync("token", "--token-only");
        CommandRun run = await PreflightAsync("by-token", Path.Combine(stage.Folder, "bootstrap-kubeconfig"));
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("configmaps \"kubeadm-config\" is forbidden", run.Error, StringComparison.Ordinal);
    }

    /// <summary>As <c>kubeadm init</c> leaves it: two ConfigMaps, and who may read them. It waits for the control plane's node.</summary>
    private async Task UploadConfigurationAsync(JoinStage stage)
    {
        await File.WriteAllTextAsync(stage["kubeadm.yaml"], $$"""
            apiVersion: kubeadm.k8s.io/v1beta2
            kind: InitConfiguration
            nodeRegistration: {name: control-plane, criSocket: /run/none.sock}
            ---
            apiVersion: kubeadm.k8s.io/v1beta2
            kind: ClusterConfiguration
            kubernetesVersion: v1.20.2
            controlPlaneEndpoint: {{cluster.Address.Authority}}
            """);
        _ = (await cluster.Admin.RegisterAsync("control-plane")).Document;
        CommandRun run = await CommandRun.Of(Kubeadm, "init", "phase", "upload-config", "all", "--kubeconfig", cluster.AdminKubeconfig, "--config", stage["kubeadm.yaml"]);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    /// <summary>Reads and checks only; what this machine lacks for a kubelet is no matter here.</summary>
    private static Task<CommandRun> PreflightAsync(string node, string discovery) => CommandRun.Of(Kubeadm,
        "join", "phase", "preflight", "--node-name", node, "--discovery-file", discovery, "--cri-socket", "/run/none.sock", "--ignore-preflight-errors", "all");
}

/// <summary>A fact about kubeadm and a real cluster; skipped by name where they were not built.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubeadmFactAttribute : FactAttribute
{
    public KubeadmFactAttribute()
    {
        if (!ClusterPrograms.AreThere || !File.Exists(ClusterPrograms.Of("kubeadm")))
            Skip = ClusterFactAttribute.Reason;
    }
}
