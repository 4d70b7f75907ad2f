using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Attestation.SystemTests.Cluster;

/// <summary>tests/cluster/up.sh --hold: the three servers on free ports of their own. They end with this object, and with the test run however that ends.</summary>
internal sealed class ServerScript : IAsyncDisposable
{
    private const int PortTaken = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly Process _process;
    private readonly StringBuilder _errors;

    private ServerScript(Process process, StringBuilder errors, string folder, int port)
    {
        (_process, _errors, Folder) = (process, errors, folder);
        Address = new Uri($"https://127.0.0.1:{port}/");
    }

    /// <summary>KUBE_RUN of the script: kubeconfigs, keys, logs, pids.</summary>
    public string Folder { get; }

    /// <summary>Of the API server.</summary>
    public Uri Address { get; }

    /// <summary>Starts them and waits until they serve. A port that was taken in between is tried again elsewhere.</summary>
    /// <param name="environment">Variables of the script, such as API_EXTRA.</param>
    public static async Task<ServerScript> StartAsync(params (string Name, string Value)[] environment)
    {
        for (int attempt = 1; ; attempt++)
        {
            string folder = Directory.CreateTempSubdirectory("attestation-cluster-").FullName;
            int[] ports = LoopbackPorts.Free(4);
            var script = new ServerScript(Launch(folder, ports, environment), new StringBuilder(), folder, ports[2]);
            script.CollectErrors();
            if (await script.AnswerAsync() is { } line && line.StartsWith("up ", StringComparison.Ordinal))
                return script;
            int status = await script.EndAsync();
            if (status != PortTaken || attempt == 3)
                throw new InvalidOperationException($"tests/cluster/up.sh ended with {status}: {script._errors}");
        }
    }

    /// <summary>Stops (SIGTERM), kills (SIGKILL) or starts one server, and waits until that is done.</summary>
    /// <param name="verb">start, stop or kill.</param>
    /// <param name="server">etcd, kube-apiserver or kube-controller-manager.</param>
    public async Task TellAsync(string verb, string server)
    {
        await _process.StandardInput.WriteLineAsync($"{verb} {server}");
        await _process.StandardInput.FlushAsync();
        string? answer = await AnswerAsync();
        Assert.True(answer == $"done {verb} {server}", $"{answer} {_errors}");
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static Process Launch(string folder, int[] ports, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(ClusterPrograms.Script("up.sh"), ["--hold"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBE_RUN"] = folder;
        start.Environment["KUBE_BIN"] = ClusterPrograms.Folder;
        foreach ((string name, int port) in ((string[])["ETCD_PORT", "ETCD_PEER_PORT", "API_PORT", "KCM_PORT"]).Zip(ports))
            start.Environment[name] = port.ToString(CultureInfo.InvariantCulture);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Tether.Start(start);
    }

    private void CollectErrors()
    {
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
    }

    private async Task<string?> AnswerAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await _process.StandardOutput.ReadLineAsync(limit.Token);
    }

    private async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }
}
