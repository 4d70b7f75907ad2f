using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Attestation.Simulator.Verifiers;

/// <summary>An attest-verifier that this program started, on a free loopback port. Disposing it ends the process: politely first, so that the
/// store is closed, then by force.</summary>
public sealed class VerifierProcess : IAsyncDisposable
{
    private const string Announcement = "listening on ";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly StreamWriter _log;

    private VerifierProcess(Process process, StreamWriter log, Uri address) => (_process, _log, Address) = (process, log, address);

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>Starts the program and waits until it says where it listens.</summary>
    /// <param name="executable">attest-verifier, or its assembly (.dll), which then runs on this process's dotnet.</param>
    /// <param name="arguments">Besides <c>--listen</c>, which is set to a free loopback port.</param>
    /// <param name="logFile">Receives the service's log.</param>
    /// <param name="cancellation">Gives up and ends the process.</param>
    /// <exception cref="VerifierUnavailableException">It does not start.</exception>
    public static async Task<VerifierProcess> StartAsync(
        string executable, IEnumerable<string> arguments, string logFile, CancellationToken cancellation)
    {
        var log = new StreamWriter(new FileStream(logFile, FileMode.Create, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        Process process = Start(executable, arguments, log);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(StartPatience);
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                int at = line.IndexOf(Announcement, StringComparison.Ordinal);
                if (at >= 0)
                    return new VerifierProcess(process, log, new Uri(line[(at + Announcement.Length)..].Trim()));
            }
            throw new VerifierUnavailableException($"{executable} ended before it listened; its log is {logFile}");
        }
        catch (Exception e)
        {
            await EndAsync(process, log);
            if (e is OperationCanceledException && !cancellation.IsCancellationRequested)
                throw new VerifierUnavailableException($"{executable} did not listen within {StartPatience.TotalSeconds:0} s; its log is {logFile}", e);
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await EndAsync(_process, _log);

    private static Process Start(string executable, IEnumerable<string> arguments, StreamWriter log)
    {
        bool isAssembly = executable.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(isAssembly ? "dotnet" : executable) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[.. isAssembly ? [executable] : Array.Empty<string>(), "--listen", "http://127.0.0.1:0", .. arguments])
            start.ArgumentList.Add(argument);
        try
        {
            var process = new Process { StartInfo = start };
            process.ErrorDataReceived += (_, line) => WriteLine(log, line.Data);
            process.Start();
            process.BeginErrorReadLine();
            return process;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            log.Dispose();
            throw new VerifierUnavailableException($"{executable} cannot be started: {e.Message}", e);
        }
    }

    private static void WriteLine(StreamWriter log, string? line)
    {
        lock (log)
        {
            if (line is not null && log.BaseStream is { CanWrite: true })
                log.WriteLine(line);
        }
    }

    private static async Task EndAsync(Process process, StreamWriter log)
    {
        if (!process.HasExited)
        {
            if (OperatingSystem.IsWindows() || SendSignal(process.Id, SigTerm) != 0)
                process.Kill();
            using var patience = new CancellationTokenSource(StopPatience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        process.Dispose();
        lock (log)
            log.Dispose();
    }

    private const int SigTerm = 15;

    /// <summary>kill(2): the base library can end a process only by force.</summary>
    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
