using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Attestation.SystemTests.Agent;

/// <summary>What reaches a node: the published file, the units, the scripts of the initramfs.</summary>
public sealed partial class DeploymentTests
{
    private static string Deploy => Path.Combine(NodeSite.RepositoryRoot, "firmware", "deploy");

    [Fact]
    public async Task OneFileRunsInAnEmptyEnvironment()
    {
        using var folder = new TemporaryFolder();
        (int code, string output) = await RunAsync(Path.Combine(NodeSite.RepositoryRoot, "scripts", "publish-agent.sh"), [folder["out"]]);
        Assert.True(code == 0, output);
        Assert.Equal("attest-agent", Path.GetFileName(Assert.Single(Directory.EnumerateFileSystemEntries(folder["out"]))));
        Assert.InRange(new FileInfo(folder["out/attest-agent"]).Length, 1, 25 << 20);
        Assert.DoesNotContain("warning", output);

        (code, output) = await RunAsync(folder["out/attest-agent"], ["--version"], emptyEnvironment: true);
        Assert.True(code == 0, output);
        (code, output) = await RunAsync(folder["out/attest-agent"], ["status", "--run-dir", folder["run"]], emptyEnvironment: true);
        Assert.Equal(3, code);
        Assert.Contains("no agent has run since the last boot", output);
        await using NodeSite site = await NodeSite.StartAsync(); // what trimming takes away shows when everything is used once
        await using VerifierProcess verifier = await site.StartVerifierAsync();
        (code, output) = await RunAsync(folder["out/attest-agent"], site.Agent("run", "--once"), emptyEnvironment: true);
        Assert.True(code == 1, output);
        Assert.Contains("\"status\":\"contraindicated\"", output);
        (code, output) = await RunAsync(folder["out/attest-agent"], ["status", "--json", "--run-dir", site.Machine["run"]], emptyEnvironment: true);
        Assert.True(code == 1, output);
        (code, output) = await RunAsync(folder["out/attest-agent"], site.Agent("enrol", "--json"), emptyEnvironment: true);
        Assert.True(code == 0, output);
    }

    [SystemdFact]
    public async Task TheUnitsAreUnderstoodBySystemd()
    {
        using var root = new TemporaryFolder();
        foreach (string folder in (string[])["usr/bin", "usr/lib/systemd/system", "etc/systemd/system"])
            Directory.CreateDirectory(root[folder]);
        File.Copy("/bin/true", root["usr/bin/attest-agent"]);
        foreach (string unit in Directory.EnumerateFiles("/usr/lib/systemd/system", "*.target").Concat(Directory.EnumerateFiles("/usr/lib/systemd/system", "*.slice")))
            File.Copy(unit, Path.Combine(root["usr/lib/systemd/system"], Path.GetFileName(unit)));
        string[] units = [.. Directory.EnumerateFiles(Path.Combine(Deploy, "systemd"), "*.service")];
        Assert.Equal(2, units.Length);
        foreach (string unit in units)
            File.Copy(unit, Path.Combine(root["etc/systemd/system"], Path.GetFileName(unit)));
        await File.WriteAllTextAsync(root["etc/systemd/system/kubelet.service"], "[Service]\nExecStart=/usr/bin/attest-agent\n"); // any program that is there
        Directory.CreateDirectory(root["etc/systemd/system/kubelet.service.d"]);
        File.Copy(Path.Combine(Deploy, "systemd", "kubelet-join.conf"), root["etc/systemd/system/kubelet.service.d/attest-agent.conf"]);
        (int code, string output) = await RunAsync("systemd-analyze", ["verify", "--man=no", "--root=" + root.Path, "kubelet.service", .. units.Select(u => Path.GetFileName(u)!)]);
        Assert.True(code == 0 && output.Length == 0, output);
    }

    /// <summary>docs/agent.md states these figures: 0 is closed, 10 is open.</summary>
    [SystemdTheory]
    [InlineData("attest-agent.service", 2.0)]
    [InlineData("attest-agent-boot.service", 1.3)]
    public async Task TheUnitsAreHardened(string unit, double most)
    {
        (int code, string output) = await RunAsync(
            "systemd-analyze", ["security", "--offline=true", "--no-pager", Path.Combine(Deploy, "systemd", unit)]);
        Assert.True(code == 0, output);
        double exposure = double.Parse(Exposure().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(exposure <= most, output);
    }

    [Theory]
    [InlineData("dash", "initramfs-tools/hooks/attest-agent")]
    [InlineData("dash", "initramfs-tools/scripts/init-premount/attest-agent")]
    [InlineData("dash", "dracut/90attest-agent/attest-agent-latch.sh")]
    [InlineData("bash", "dracut/90attest-agent/module-setup.sh")]
    public async Task TheShellsOfAnInitramfsReadTheScripts(string shell, string script)
    {
        string path = Path.Combine(Deploy, script);
        (int code, string output) = await RunAsync(shell, ["-n", path]);
        Assert.True(code == 0, output);
        Assert.True(File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute), script);
    }

    /// <summary>Every line of the example is one that the agent reads.</summary>
    [Fact]
    public async Task TheExampleConfigurationIsRead()
    {
        using var folder = new TemporaryFolder();
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(Deploy, "systemd", "agent.conf.example"));
        await File.WriteAllLinesAsync(folder["agent.conf"], lines.Select(line => line.StartsWith("#ATTEST", StringComparison.Ordinal) ? line[1..] : line));
        CommandRun run = await CommandRun.Of("attest-agent", "status", "--config", folder["agent.conf"], "--run-dir", folder["run"]);
        Assert.True(run.ExitCode == 3, run.Error);
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, bool emptyEnvironment = false)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (emptyEnvironment)
            start.Environment.Clear();
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    [GeneratedRegex(@"Overall exposure level for \S+: ([0-9.]+)")]
    private static partial Regex Exposure();
}
