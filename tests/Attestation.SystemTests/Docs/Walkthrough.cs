using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Attestation.SystemTests.Cluster;

namespace Attestation.SystemTests.Docs;

/// <summary>A page of docs/ as a stranger follows it: every command, in an empty folder, one shell, stopping at the first that fails.</summary>
internal static partial class Walkthrough
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <param name="page">A file of docs/; its addresses on this machine get ports that are free.</param>
    /// <param name="environment">Variables that the page asks for.</param>
    /// <returns>Standard output.</returns>
    public static async Task<string> RunAsync(string page, params (string Name, string Value)[] environment)
    {
        using var folder = new TemporaryFolder();
        string script = Path.Combine(folder.Path, "walkthrough.sh");
        await File.WriteAllTextAsync(script, WithFreePorts(Commands(page)));
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", script]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = AppContext.BaseDirectory + ":" + Environment.GetEnvironmentVariable("PATH");
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            string output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, $"{output}\n{await errors}");
            return output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>All commands of a page of docs/.</summary>
    public static string Commands(string page)
    {
        var commands = new StringBuilder();
        foreach (string block in Blocks("docs/" + page))
        {
            Assert.StartsWith("sh\n", block, StringComparison.Ordinal);
            commands.Append(block.AsSpan(3));
        }
        return commands.ToString();
    }

    /// <summary>What stands between fences.</summary>
    public static string[] Blocks(string file) => [.. File.ReadAllText(Path.Combine(ClusterPrograms.RepositoryRoot, file)).Split("```").Where((_, i) => i % 2 == 1)];

    private static string WithFreePorts(string commands)
    {
        foreach (string address in Address().Matches(commands).Select(m => m.Value).Distinct().ToArray())
            commands = commands.Replace(address, $"127.0.0.1:{LoopbackPorts.Free()}", StringComparison.Ordinal);
        return commands;
    }

    [GeneratedRegex(@"127\.0\.0\.1:[0-9]+")]
    private static partial Regex Address();
}
