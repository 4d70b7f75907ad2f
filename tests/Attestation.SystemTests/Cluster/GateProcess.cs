using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Attestation.SystemTests.Cluster;

/// <summary>The real <c>attest-gate</c>. Dispose kills it if it still runs; the test run cannot leave it behind.</summary>
internal sealed class GateProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly ConcurrentDictionary<GateProcess, bool> Running = new();
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private GateProcess(Process process, Uri status)
    {
        _process = process;
        Status = new HttpClient { BaseAddress = status, Timeout = Patience };
        process.OutputDataReceived += (_, line) => Collect(line.Data);
        process.ErrorDataReceived += (_, line) => Collect(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Running[this] = true;
    }

    /// <summary>Its status listener: /healthz, /readyz, /metrics, /nodes.</summary>
    public HttpClient Status { get; }

    public int ProcessId => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Everything it wrote so far.</summary>
    public string[] Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    /// <summary>Starts it with a settings file and waits until /readyz is good.</summary>
    /// <exception cref="InvalidOperationException">It ended, or is not ready in time; with its log.</exception>
    public static Task<GateProcess> StartAsync(GateFile file, params string[] options) => StartAsync(file.Path, file.Status, options);

    /// <param name="settings">A settings file.</param>
    /// <param name="status">The status listener that it names.</param>
    /// <param name="options">Further options.</param>
    public static async Task<GateProcess> StartAsync(string settings, Uri status, params string[] options)
    {
        GateProcess gate = Launch(settings, status, options);
        try
        {
            await gate.ReadyAsync();
            return gate;
        }
        catch
        {
            await gate.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it and does not wait.</summary>
    public static GateProcess Launch(GateFile file, params string[] options) => Launch(file.Path, file.Status, options);

    private static GateProcess Launch(string settings, Uri status, string[] options)
    {
        var start = new ProcessStartInfo(CommandRun.Local("attest-gate"), ["--config", settings, .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new GateProcess(Tether.Start(start), status);
    }

    /// <summary>Waits until /readyz is good.</summary>
    public async Task ReadyAsync()
    {
        for (DateTime end = DateTime.UtcNow + Patience; DateTime.UtcNow < end; await Task.Delay(100))
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"attest-gate ended with {_process.ExitCode}: {string.Join('\n', Lines)}");
            if (await IsReadyAsync())
                return;
        }
        throw new InvalidOperationException($"attest-gate is not ready: {string.Join('\n', Lines)}");
    }

    /// <summary>What /readyz says now; false also while nothing listens.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using HttpResponseMessage answer = await Status.GetAsync("readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Waits for a line of its log.</summary>
    /// <param name="what">For the message when there never is one.</param>
    public async Task<string> LineAsync(Func<string, bool> wanted, string what, int seconds = 150)
    {
        for (DateTime end = DateTime.UtcNow.AddSeconds(seconds); DateTime.UtcNow < end; await Task.Delay(50))
        {
            if (Array.Find(Lines, l => wanted(l)) is { } line)
                return line;
        }
        throw new InvalidOperationException($"attest-gate never logged {what}: {string.Join('\n', Lines)}");
    }

    /// <summary>Waits for a log event by the name in its <c>name</c> member.</summary>
    public async Task<JsonElement> EventAsync(string name, int seconds = 150) =>
        JsonElement.Parse(await LineAsync(l => l.StartsWith('{') && JsonElement.Parse(l).TryGetProperty("name", out JsonElement n) && n.GetString() == name, name, seconds));

    /// <summary>SIGKILL: no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it stands still in whatever it does.</summary>
    public void Pause() => Signals.Send(_process, Signals.Stop);

    /// <summary>SIGCONT.</summary>
    public void Resume() => Signals.Send(_process, Signals.Continue);

    /// <summary>SIGTERM, and its exit status.</summary>
    public Task<int> StopAsync() => Signals.EndAsync(_process, Signals.Terminate, Patience);

    /// <summary>The last lines of every gate that runs: what a test that waited in vain has to say.</summary>
    public static string Tails(int lines = 40) => string.Concat(Running.Keys.Select(gate =>
        $"\n--- attest-gate {gate.ProcessId}{(gate.HasEnded ? ", ended" : "")}:\n{string.Join('\n', gate.Lines.TakeLast(lines))}"));

    public async ValueTask DisposeAsync()
    {
        Running.TryRemove(this, out _);
        Status.Dispose();
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Collect(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
    }
}
