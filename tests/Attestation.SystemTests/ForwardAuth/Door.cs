using Attestation.SystemTests.Cluster;

namespace Attestation.SystemTests.ForwardAuth;

/// <summary>A real gate without a cluster, set up as docs/forward-auth.md shows, a real nginx that asks it, and a service behind.</summary>
internal sealed class Door : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IAsyncDisposable> _running = [];

    public EchoService Service { get; private set; } = null!;

    public GateProcess Gate { get; private set; } = null!;

    public string Address { get; private set; } = "";

    /// <summary>The gate's own listener, past nginx.</summary>
    public string GateAddress { get; private set; } = "";

    /// <summary>A file beside the settings.</summary>
    public string this[string name] => _folder[name];

    /// <param name="verifier">Its address.</param>
    /// <param name="tokenFile">For its API.</param>
    /// <param name="anchors">Folder; null for an empty one.</param>
    public static async Task<Door> StartAsync(Uri verifier, string tokenFile, string? anchors = null)
    {
        var door = new Door();
        try
        {
            await door.OpenAsync(verifier, tokenFile, anchors);
            return door;
        }
        catch
        {
            await door.DisposeAsync();
            throw;
        }
    }

    public Task<CurlAnswer> AskAsync(string path, string? token, params string[] options) =>
        CurlAnswer.GetAsync(Address + path, token is null ? options : ["-H", "Authorization: Bearer " + token, .. options]);

    public async ValueTask DisposeAsync()
    {
        for (int i = _running.Count - 1; i >= 0; i--)
            await _running[i].DisposeAsync();
        _folder.Dispose();
    }

    private async Task OpenAsync(Uri verifier, string tokenFile, string? anchors)
    {
        int[] ports = LoopbackPorts.Free(2);
        Directory.CreateDirectory(_folder["anchors"]);
        GateAddress = $"http://127.0.0.1:{ports[0]}";
        string settings = Documented()
            .Replace("/var/lib/attest-gate", _folder["state"], StringComparison.Ordinal)
            .Replace("https://verifier.example.com", verifier.ToString(), StringComparison.Ordinal)
            .Replace("/etc/attest-gate/verifier.token", tokenFile, StringComparison.Ordinal)
            .Replace("/etc/attest-gate/anchors", anchors ?? _folder["anchors"], StringComparison.Ordinal)
            .Replace("http://127.0.0.1:9096", GateAddress, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder["gate.yaml"], $"{settings}status: {{listen: \"http://127.0.0.1:{ports[1]}\"}}\n");
        Gate = Keep(await GateProcess.StartAsync(_folder["gate.yaml"], new Uri($"http://127.0.0.1:{ports[1]}/")));
        Service = Keep(await EchoService.StartAsync());
        Address = Keep(await NginxProcess.StartAsync(ports[0], Service.Port)).Address;
    }

    private static string Documented() =>
        File.ReadAllText(Path.Combine(ClusterPrograms.RepositoryRoot, "docs", "forward-auth.md")).Split("```yaml\n")[1].Split("```")[0];

    private T Keep<T>(T running) where T : IAsyncDisposable
    {
        _running.Add(running);
        return running;
    }
}
