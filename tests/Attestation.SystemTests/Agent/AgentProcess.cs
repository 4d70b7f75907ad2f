using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Attestation.SystemTests.Agent;

/// <summary><c>attest-agent</c> as a process, followed by its log. Dispose kills it if it still runs.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly StringBuilder seen = new();

    /// <summary>Of the whole process: a test that waits for what never comes ends.</summary>
    private readonly CancellationTokenSource limit = new(Patience);

    private AgentProcess(Process process) => this.process = process;

    public string Log => seen.ToString();

    public static AgentProcess Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(CommandRun.Local("attest-agent"), arguments) { RedirectStandardError = true };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return new AgentProcess(Process.Start(start)!);
    }

    /// <summary>Reads the log up to the next event of a name.</summary>
    public async Task<JsonElement> NextAsync(params string[] names)
    {
        try
        {
            while (await process.StandardError.ReadLineAsync(limit.Token) is { } line)
            {
                seen.AppendLine(line);
                Assert.True(line.StartsWith('{'), Log);
                JsonElement entry = JsonElement.Parse(line);
                if (names.Contains(entry.GetProperty("name").GetString()))
                    return entry;
            }
        }
        catch (OperationCanceledException)
        {
            // said below
        }
        throw new InvalidOperationException($"the agent logged no {string.Join(" or ", names)}: {Log}");
    }

    /// <summary>SIGTERM; its exit status.</summary>
    public async Task<int> StopAsync()
    {
        Signals.Send(process, Signals.Terminate);
        seen.Append(await process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Exit status, and what it wrote on standard error.</returns>
    public async Task<(int ExitCode, string Log)> EndAsync()
    {
        seen.Append(await process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, Log);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
        limit.Dispose();
    }
}
