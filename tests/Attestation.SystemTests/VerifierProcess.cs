using System.Diagnostics;
using System.Text;

namespace Attestation.SystemTests;

/// <summary>The real <c>attest-verifier</c> on a free loopback port. Dispose kills it if it still runs.</summary>
public sealed class VerifierProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _log;

    private VerifierProcess(Process process, StringBuilder log, Uri address)
    {
        _process = process;
        _log = log;
        Address = address;
        Client = new HttpClient { BaseAddress = address, Timeout = Patience };
    }

    /// <summary>The program, built with these tests.</summary>
    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "attest-verifier");

    /// <summary>Where it listens: <c>http://127.0.0.1:PORT/</c>.</summary>
    public Uri Address { get; }

    public HttpClient Client { get; }

    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Its standard error so far: JSON lines.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="data">Its data folder.</param>
    /// <param name="options">Further options, as on a command line.</param>
    public static async Task<VerifierProcess> StartAsync(string data, params string[] options)
    {
        string[] listen = options.Contains("--listen") ? [] : ["--listen", "http://127.0.0.1:0"];
        Process process = Launch([.. listen, "--data", data, .. options]);
        StringBuilder log = Collect(process);
        using var limit = new CancellationTokenSource(Patience);
        string? line = await process.StandardOutput.ReadLineAsync(limit.Token);
        if (line is null || !line.StartsWith("attest-verifier listening on ", StringComparison.Ordinal))
        {
            await process.WaitForExitAsync(limit.Token);
            throw new InvalidOperationException($"attest-verifier did not start: {line} {log}");
        }
        return new VerifierProcess(process, log, new Uri(line[line.LastIndexOf(' ')..].Trim() + "/"));
    }

    /// <summary>Runs it with exactly these arguments until it ends by itself.</summary>
    public static async Task<(int ExitCode, string Error)> RunToEndAsync(params string[] arguments)
    {
        using Process process = Launch(arguments);
        StringBuilder log = Collect(process);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new InvalidOperationException("attest-verifier started where it had to refuse");
        }
        lock (log)
            return (process.ExitCode, log.ToString());
    }

    /// <summary>SIGKILL: no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and its exit status.</summary>
    public Task<int> StopAsync() => Signals.EndAsync(_process, Signals.Terminate, Patience);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static Process Launch(string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Tether.Start(start);
    }

    private static StringBuilder Collect(Process process)
    {
        var log = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (log)
                log.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
        return log;
    }
}
