using System.Diagnostics;
using System.Globalization;

namespace Attestation.SystemTests.Cluster;

/// <summary>A node's program of the real release as a process: kubelet, or the hollow node that is a kubelet without containers. It cannot outlive the test run.</summary>
internal sealed class NodeProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private NodeProgram(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(ClusterPrograms.Of(program), arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["TMPDIR"] = folder;
        _process = Tether.Start(start);
        _process.OutputDataReceived += (_, line) => Collect(line.Data);
        _process.ErrorDataReceived += (_, line) => Collect(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Log
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    /// <summary>
    /// kubelet 1.20 in its TLS bootstrap: it takes the key that lies as kubelet-client.key.tmp among its certificates, asks with the bootstrap kubeconfig, waits for
    /// the certificate and writes its own kubeconfig. Then it ends, since there is no container runtime. (With --rotate-certificates it would make another key.)
    /// </summary>
    /// <param name="folder">Gets pki/ and kubeconfig.</param>
    public static NodeProgram Kubelet(string folder, string node, KubeletKey key, string bootstrapKubeconfig)
    {
        string certificates = Directory.CreateDirectory(Path.Combine(folder, "pki")).FullName;
        string keyFile = Path.Combine(certificates, "kubelet-client.key.tmp");
        File.WriteAllText(keyFile, key.PrivatePem);
        File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return Kubelet(folder, node, certificates, bootstrapKubeconfig);
    }

    /// <summary>The same with a folder of certificates in which the key lies already.</summary>
    /// <param name="folder">Gets kubeconfig.</param>
    public static NodeProgram Kubelet(string folder, string node, string certificates, string bootstrapKubeconfig)
    {
        string[] ports = [.. LoopbackPorts.Free(2).Select(p => p.ToString(CultureInfo.InvariantCulture))];
        return new NodeProgram("kubelet", folder, "--bootstrap-kubeconfig=" + bootstrapKubeconfig, "--kubeconfig=" + Path.Combine(folder, "kubeconfig"),
            "--cert-dir=" + certificates, "--root-dir=" + Path.Combine(folder, "root"), "--hostname-override=" + node, "--container-runtime=remote",
            "--container-runtime-endpoint=unix://" + Path.Combine(folder, "none.sock"), "--address=127.0.0.1", "--port=" + ports[0], "--healthz-port=" + ports[1],
            "--read-only-port=0");
    }

    /// <summary>A hollow node: registers itself, posts its status, renews its Lease, as a kubelet with an imagined container runtime.</summary>
    /// <param name="kubeconfig">The node's own.</param>
    public static NodeProgram Hollow(string folder, string node, string kubeconfig)
    {
        string[] ports = [.. LoopbackPorts.Free(2).Select(p => p.ToString(CultureInfo.InvariantCulture))];
        return new NodeProgram("kubemark", folder, "--morph=kubelet", "--kubeconfig=" + kubeconfig, "--name=" + node,
            "--kubelet-port=" + ports[0], "--kubelet-read-only-port=" + ports[1]);
    }

    /// <summary>Waits for a file that the program writes.</summary>
    public async Task FileAsync(string path, int seconds = 60)
    {
        for (DateTime end = DateTime.UtcNow.AddSeconds(seconds); DateTime.UtcNow < end; await Task.Delay(100))
        {
            if (File.Exists(path))
                return;
        }
        throw new InvalidOperationException($"{path} was never written: {Log}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
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
