namespace Attestation.SystemTests.Cluster;

/// <summary>The settings file of one gate, in a folder of its own. Sections that a test needs stand as YAML in <see cref="Sections"/>.</summary>
internal sealed class GateFile : IDisposable
{
    public const string Prefix = "attestation.example.com";

    /// <summary>Short times, so that tests see a Lease change hands.</summary>
    public const string ShortLease = "{name: attest-gate, duration: 4s, renewDeadline: 3s, retryPeriod: 500ms}";

    private readonly TemporaryFolder _folder = new();
    private readonly KubeCluster _cluster;
    private readonly Uri _verifier;
    private readonly string _tokenFile;

    /// <param name="sections">Further sections or top-level members, YAML without indentation.</param>
    public GateFile(KubeCluster cluster, AttestationSite site, params string[] sections)
        : this(cluster, site.Address, site.ApiTokenFile, sections)
    {
    }

    /// <param name="verifier">Where the gate reads verdicts.</param>
    /// <param name="tokenFile">What it presents there.</param>
    /// <param name="sections">Further sections or top-level members, YAML without indentation.</param>
    public GateFile(KubeCluster cluster, Uri verifier, string tokenFile, params string[] sections)
    {
        (_cluster, _verifier, _tokenFile) = (cluster, verifier, tokenFile);
        Sections = [.. sections];
        Status = new Uri($"http://127.0.0.1:{LoopbackPorts.Free()}/");
    }

    /// <summary>Where its status listener will be.</summary>
    public Uri Status { get; }

    public List<string> Sections { get; }

    /// <summary>Whose access the gate has; an administrator's unless a test takes a smaller one.</summary>
    public string? Kubeconfig { get; init; }

    public string Lease { get; init; } = ShortLease;

    /// <summary>Pause between two looks at the verifier when its long poll ends at once.</summary>
    public string Poll { get; init; } = "1s";

    /// <summary>A file beside the settings.</summary>
    public string this[string name] => _folder[name];

    /// <summary>Writes the file anew and gives its path.</summary>
    public string Path
    {
        get
        {
            string path = _folder["gate.yaml"];
            File.WriteAllText(path, Text);
            return path;
        }
    }

    private string Text => $$"""
        prefix: {{Prefix}}
        state: {{_folder["state"]}}
        verifier:
          url: {{_verifier}}
          tokenFile: {{_tokenFile}}
          poll: {{Poll}}
        kubernetes:
          kubeconfig: {{Kubeconfig ?? _cluster.AdminKubeconfig}}
          namespace: {{KubeCluster.Namespace}}
          lease: {{Lease}}
        status:
          listen: {{Status.ToString().TrimEnd('/')}}
        {{string.Join('\n', Sections)}}
        """;

    public void Dispose() => _folder.Dispose();
}
