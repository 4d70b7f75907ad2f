using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace Attestation.SystemTests.Cluster;

/// <summary>The real API server takes the manifests of verifier/deploy/kubernetes, as far as its release knows their kinds.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ManifestTests(KubeCluster cluster)
{
    [ClusterTheory]
    [InlineData("gate", 30)]
    [InlineData("verifier", 3)]
    public async Task AFolderIsTakenAsItStands(string folder, int objects)
    {
        string output = await cluster.KubectlOutputAsync("apply", "-k", Manifests.Path(folder), "--dry-run=server");
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.EndsWith("(server dry run)", line, StringComparison.Ordinal));
        Assert.Equal(objects, lines.Length);
    }

    [Theory]
    [InlineData("gate/gate.yaml")]
    [InlineData("example/gate.yaml")]
    public async Task TheGateTakesItsSettings(string file)
    {
        CommandRun run = await CommandRun.Of("attest-gate", "check-config", Manifests.Path(file));
        Assert.True(run.ExitCode == 0, run.Error);
    }

    [ClusterFact]
    public async Task ABudgetIsTakenByItsOlderName()
    {
        string budget = await File.ReadAllTextAsync(Manifests.Path("since-1.21/pod-disruption-budget.yaml"));
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["budget.yaml"], budget.Replace("policy/v1", "policy/v1beta1", StringComparison.Ordinal));
        Assert.Contains("poddisruptionbudget.policy/attest-gate created (server dry run)",
            await cluster.KubectlOutputAsync("apply", "-f", folder["budget.yaml"], "--dry-run=server"), StringComparison.Ordinal);
    }

    /// <summary>kubectl reads folders as resources from 1.21 on; the one of this release gets them one by one.</summary>
    [ClusterFact]
    public async Task TheExampleIsMadeOfFoldersThatAreTested()
    {
        using var text = new StreamReader(Manifests.Path("example/kustomization.yaml"));
        var yaml = new YamlStream();
        yaml.Load(text);
        string[] folders = [.. ((YamlSequenceNode)yaml.Documents[0].RootNode["resources"]).Select(item => ((YamlScalarNode)item).Value!)];
        Assert.Equal(["../gate", "../verifier", "../since-1.21"], folders);
        CommandRun budget = await cluster.KubectlAsync("apply", "-k", Manifests.Path("since-1.21"), "--dry-run=server");
        Assert.Equal(1, budget.ExitCode);
        Assert.Contains("no matches for kind \"PodDisruptionBudget\" in version \"policy/v1\"", budget.Error, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task TheDeploymentsPodsAreRestrictedOnes()
    {
        JsonElement deployment = JsonElement.Parse(await cluster.KubectlOutputAsync("create", "-o", "json", "--dry-run=client", "-f", Manifests.Path("gate/deployment.yaml")));
        JsonElement pod = deployment.GetProperty("spec").GetProperty("template").GetProperty("spec");
        JsonElement container = Assert.Single(pod.GetProperty("containers").EnumerateArray().ToArray()).GetProperty("securityContext");
        Assert.True(pod.GetProperty("securityContext").GetProperty("runAsNonRoot").GetBoolean());
        Assert.Equal("RuntimeDefault", pod.GetProperty("securityContext").GetProperty("seccompProfile").GetProperty("type").GetString());
        Assert.True(container.GetProperty("readOnlyRootFilesystem").GetBoolean());
        Assert.False(container.GetProperty("allowPrivilegeEscalation").GetBoolean());
        Assert.Equal("ALL", Assert.Single(container.GetProperty("capabilities").GetProperty("drop").EnumerateArray().ToArray()).GetString());
    }
}
