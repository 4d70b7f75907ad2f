using System.Diagnostics;
using System.Text.Json;

namespace Attestation.SystemTests.Cluster;

/// <summary>attest-gate doctor on a real API server and a real verifier.</summary>
[Collection(ClusterCollection.Name)]
public sealed class DoctorTests(KubeCluster cluster)
{
    [ClusterFact]
    public async Task With_the_rights_of_the_manifests_nothing_fails_and_a_binding_of_kubeadms_does()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        await site.EnrolGoodAsync("well");
        Assert.Equal(System.Net.HttpStatusCode.Created, (await cluster.Admin.RegisterAsync("unwell")).Status);
        using var folder = new TemporaryFolder();
        using var file = new GateFile(cluster, site) { Kubeconfig = await cluster.ApplyRightsAsync(folder.Path) };
        (int status, string text) = await DoctorAsync(file, "--json");
        Assert.True(status == 0, text);
        JsonElement[] checks = [.. JsonElement.Parse(text).GetProperty("checks").EnumerateArray()];
        Assert.Equal("ok", OutcomeOf(checks, "rights"));
        Assert.Equal("ok", OutcomeOf(checks, "feed"));
        Assert.Equal("-", OutcomeOf(checks, "bypass")); // the gate's account may not read roles
        Assert.Contains("unwell (gate.verdict.missing)", text, StringComparison.Ordinal);

        await cluster.KubectlOutputAsync("create", "clusterrolebinding", "doctor-bypass", "--clusterrole=system:certificates.k8s.io:certificatesigningrequests:nodeclient", "--group=system:bootstrappers");
        try
        {
            (status, text) = await DoctorAsync(file, "--kubeconfig", cluster.AdminKubeconfig);
            Assert.Equal(1, status);
            Assert.Contains("FAIL  bypass     ClusterRoleBinding doctor-bypass", text, StringComparison.Ordinal);
        }
        finally
        {
            await cluster.KubectlOutputAsync("delete", "clusterrolebinding", "doctor-bypass");
        }
    }

    [ClusterFact]
    public async Task The_manifests_give_every_right_that_all_parts_together_need()
    {
        await cluster.ClearAsync();
        await using AttestationSite site = await AttestationSite.StartAsync();
        using var folder = new TemporaryFolder();
        using var file = new GateFile(cluster, site, "ladder: {enabled: true, drain: true}", "webhook: {url: \"https://127.0.0.1:1\"}", "tokens: {enabled: true, listen: \"http://127.0.0.1:0\"}")
        {
            Kubeconfig = await cluster.ApplyRightsAsync(folder.Path),
        };
        (_, string text) = await DoctorAsync(file);
        Assert.Contains("ok    rights", text, StringComparison.Ordinal);
    }

    private static string? OutcomeOf(JsonElement[] checks, string check) => Assert.Single(checks, c => c.GetProperty("check").GetString() == check).GetProperty("outcome").GetString();

    private static async Task<(int Status, string Text)> DoctorAsync(GateFile file, params string[] options)
    {
        var start = new ProcessStartInfo(CommandRun.Local("attest-gate"), ["doctor", "--config", file.Path, .. options]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process doctor = Process.Start(start)!;
        Task<string> errors = doctor.StandardError.ReadToEndAsync();
        string text = await doctor.StandardOutput.ReadToEndAsync();
        await doctor.WaitForExitAsync();
        return (doctor.ExitCode, text + await errors);
    }
}
