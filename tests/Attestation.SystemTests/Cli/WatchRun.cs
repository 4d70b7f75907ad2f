using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Attestation.SystemTests.Cli;

/// <summary><c>attest nodes watch --json</c> as a process: its documents as they come.</summary>
internal sealed class WatchRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Channel<JsonObject> _documents = Channel.CreateUnbounded<JsonObject>();

    public WatchRun(Uri verifier, params string[] options)
    {
        string[] arguments = ["nodes", "watch", "--json", "--verifier", verifier.ToString(), .. options];
        // A shell without a terminal starts what runs beside it with SIGINT ignored, and that is inherited: here it has its usual meaning.
        _process = Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", CommandRun.Local("attest"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } text)
                _documents.Writer.TryWrite(JsonNode.Parse(text)!.AsObject());
        };
        _process.BeginOutputReadLine();
    }

    /// <summary>The next document; each must be of one of these events, and others than the first named are passed over.</summary>
    public async Task<JsonObject> NextAsync(string wanted, params string[] passed)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            JsonObject document = await _documents.Reader.ReadAsync(limit.Token);
            string kind = document["event"]!.ToString();
            if (kind == wanted)
                return document;
            Assert.Contains(kind, passed);
        }
    }

    /// <summary>Ctrl-C.</summary>
    /// <returns>Exit status and standard error.</returns>
    public async Task<(int ExitCode, string Error)> InterruptAsync()
    {
        int exit = await Signals.EndAsync(_process, Signals.Interrupt, Patience);
        return (exit, await _process.StandardError.ReadToEndAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }
}
