using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Attestation.SystemTests.Docs;

/// <summary>docs/walkthrough.md and docs/nodes.md as a stranger runs them: every command, in an empty folder, one shell, stopping at the first that fails.</summary>
public sealed class WalkthroughTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task EveryCommandOfTheWalkthroughSucceeds()
    {
        string output = await RunAsync("walkthrough.md");
        Assert.Equal(2, output.Split("The verifier affirms the board.").Length - 1);
        Assert.Contains("dice.layer.mode.debug", output, StringComparison.Ordinal);
        Assert.Contains("verdict: affirming", output, StringComparison.Ordinal);
        Assert.Contains("dice.layer.rollback", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryCommandOfTheNodesPageSucceeds()
    {
        string output = await RunAsync("nodes.md");
        Assert.Equal(3, output.Split("The verifier affirms this node.").Length - 1);
        Assert.Contains("worker-1 is revoked: rack 4 is being moved", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("1 node: 1 trusted").Length - 1);
        Assert.Contains("boot.command-line at event 40 (PCR 8, ", output, StringComparison.Ordinal);
        Assert.Contains("panic=5 init=/bin/sh", output, StringComparison.Ordinal);
        foreach (string reason in (string[])["boot.initrd", "boot.secure-boot.off", "ima.not-allowed", "node.revoked"])
            Assert.Contains(reason, output, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string page)
    {
        using var folder = new TemporaryFolder();
        string script = Path.Combine(folder.Path, "walkthrough.sh");
        await File.WriteAllTextAsync(script, Commands(page).Replace("127.0.0.1:8080", $"127.0.0.1:{FreePort()}", StringComparison.Ordinal));
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", script]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = AppContext.BaseDirectory + ":" + Environment.GetEnvironmentVariable("PATH");
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
        string output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{output}\n{await errors}");
        return output;
    }

    private static string Commands(string page)
    {
        string[] parts = File.ReadAllText(Path.Combine(Repository(), "docs", page)).Split("```");
        var commands = new StringBuilder();
        foreach (string block in parts.Where((_, i) => i % 2 == 1))
        {
            Assert.StartsWith("sh\n", block, StringComparison.Ordinal);
            commands.Append(block.AsSpan(3));
        }
        return commands.ToString();
    }

    private static string Repository()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Attestation.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
