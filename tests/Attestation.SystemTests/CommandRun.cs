using System.Diagnostics;

namespace Attestation.SystemTests;

/// <summary>One run of a command of ours as a process.</summary>
/// <param name="ExitCode">What it told its caller.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The path of a file beside the tests.</summary>
    public static string Local(string name) => Path.Combine(AppContext.BaseDirectory, name);

    public static Task<CommandRun> Of(string program, params string[] arguments) => Of(program, Patience, arguments);

    public static async Task<CommandRun> Of(string program, TimeSpan patience, params string[] arguments)
    {
        var start = new ProcessStartInfo(Local(program), arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close(); // nobody is asked, also where a developer's terminal is there
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        return new CommandRun(process.ExitCode, await output, await error);
    }
}
