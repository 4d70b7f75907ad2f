using System.Diagnostics;
using System.Text;

namespace Attestation.SystemTests.Vm;

/// <summary>The scripts of tests/vm as processes.</summary>
internal static class Guests
{
    /// <summary>The trimmed single-file agent that guests run, made by scripts/publish-agent.sh; null where no virtual machines are asked for.</summary>
    public static string? Agent { get; } = Environment.GetEnvironmentVariable("ATTESTATION_VM_AGENT") is { Length: > 0 } path ? Path.GetFullPath(path) : null;

    private static string Scripts { get; } = Path.Combine(RepositoryRoot(), "tests", "vm");

    /// <summary>Runs a script to its end.</summary>
    /// <param name="name">Its file name in tests/vm.</param>
    /// <param name="patience">It is ended after this time, and ends what it started itself.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<CommandRun> ScriptAsync(string name, TimeSpan patience, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Scripts, name), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process script = Process.Start(start)!;
        var output = new StringBuilder();
        var error = new StringBuilder();
        script.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        script.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        script.BeginOutputReadLine();
        script.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await script.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Signals.Send(script, Signals.Terminate);
            await script.WaitForExitAsync();
            throw new TimeoutException($"{name} {string.Join(' ', arguments)} took more than {patience}: {error}");
        }
        return new CommandRun(script.ExitCode, output.ToString(), error.ToString());
    }

    /// <summary>As <see cref="ScriptAsync"/>; a failure of the script is a failure of the test, with what the script said.</summary>
    public static async Task<string> GoodScriptAsync(string name, TimeSpan patience, params string[] arguments)
    {
        CommandRun run = await ScriptAsync(name, patience, arguments);
        Assert.True(run.ExitCode == 0, $"{name} {string.Join(' ', arguments)} ended with {run.ExitCode}: {run.Output} {run.Error}");
        return run.Output;
    }

    /// <summary>Makes an initramfs with the agent.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="layers">Folders whose files are laid over its root.</param>
    public static async Task<string> InitramfsAsync(string path, params string[] layers)
    {
        await GoodScriptAsync("make-initramfs.sh", TimeSpan.FromMinutes(2), [path, Agent!, .. layers]);
        return path;
    }

    /// <summary>Adds to boots.log beside the agent, which test.sh shows: test runners keep what passed to themselves.</summary>
    public static void Tell(string text) => File.AppendAllText(Path.Combine(Path.GetDirectoryName(Agent)!, "boots.log"), text + "\n");

    private static string RepositoryRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Attestation.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("Attestation.sln is in no folder above the test assembly");
    }
}
