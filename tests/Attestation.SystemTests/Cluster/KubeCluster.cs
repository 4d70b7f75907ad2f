using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Cluster;

/// <summary>
/// A real API server with etcd and a controller manager, started once for the collection <see cref="ClusterCollection"/>. Nobody but a gate approves
/// certificate requests in it. Tests of the collection run one after the other; each begins with <see cref="ClearAsync"/> or uses names of its own.
/// </summary>
public sealed class KubeCluster : IAsyncLifetime
{
    /// <summary>The namespace of the gate, made at the start.</summary>
    public const string Namespace = "attestation";

    private ServerScript? _servers;
    private X509Certificate2? _authority;
    private KubeClient? _admin;

    /// <summary>Of the API server: <c>https://127.0.0.1:PORT/</c>.</summary>
    internal Uri Address => _servers!.Address;

    /// <summary>The cluster's certificate authority.</summary>
    internal X509Certificate2 Authority => _authority!;

    internal string AuthorityFile => this["pki/ca.crt"];

    /// <summary>May do everything, by token.</summary>
    internal KubeClient Admin => _admin!;

    internal string AdminKubeconfig => this["admin.kubeconfig"];

    /// <summary>May ask for certificates, by a bootstrap token that does not expire.</summary>
    internal string BootstrapKubeconfig => this["bootstrap.kubeconfig"];

    /// <summary>A file in the run folder of tests/cluster/up.sh, such as <c>kube-apiserver.log</c> or <c>audit.log</c>.</summary>
    internal string this[string name] => Path.Combine(_servers!.Folder, name);

    public async Task InitializeAsync()
    {
        if (!ClusterPrograms.AreThere)
            return;
        _servers = await ServerScript.StartAsync();
        _authority = X509CertificateLoader.LoadCertificateFromFile(AuthorityFile);
        _admin = WithToken((await File.ReadAllTextAsync(this["admin.token"])).Trim());
        _ = (await Admin.PostAsync("api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = Namespace } })).Document;
    }

    public async Task DisposeAsync()
    {
        _admin?.Dispose();
        _authority?.Dispose();
        if (_servers is not null)
            await _servers.DisposeAsync();
    }

    internal KubeClient WithToken(string token) => new(Address, Authority, token);

    /// <summary>A node, or anybody else with a client certificate.</summary>
    internal KubeClient WithCertificate(X509Certificate2 certificate) => new(Address, Authority, null, certificate);

    /// <summary>Somebody else, as an administrator may speak for them: user name, then groups.</summary>
    internal KubeClient Speaking(params string[] who) => new(Address, Authority, File.ReadAllText(this["admin.token"]).Trim(), null, who);

    /// <summary>A kubeconfig for whoever bears a token.</summary>
    internal string Kubeconfig(string token) => $$$"""
        apiVersion: v1
        kind: Config
        clusters: [{name: test, cluster: {server: "{{{Address.ToString().TrimEnd('/')}}}", certificate-authority: {{{AuthorityFile}}}}}]
        users: [{name: bearer, user: {token: {{{token}}}}}]
        contexts: [{name: test, context: {cluster: test, user: bearer}}]
        current-context: test
        """;

    /// <summary>kubectl as administrator.</summary>
    internal Task<CommandRun> KubectlAsync(params string[] arguments) =>
        CommandRun.Of(ClusterPrograms.Kubectl!, ["--kubeconfig", AdminKubeconfig, "--cache-dir", this["kubectl-cache"], .. arguments]);

    /// <summary>kubectl as administrator, which must do it.</summary>
    internal async Task<string> KubectlOutputAsync(params string[] arguments)
    {
        CommandRun run = await KubectlAsync(arguments);
        Assert.True(run.ExitCode == 0, $"kubectl {string.Join(' ', arguments)}: {run.Output} {run.Error}");
        return run.Output;
    }

    /// <summary>A new bootstrap token, as kubeadm would make it.</summary>
    /// <param name="group">Its extra group, below system:bootstrappers:.</param>
    internal async Task<BootstrapToken> NewBootstrapTokenAsync(string group = "test", TimeSpan? life = null)
    {
        var token = new BootstrapToken(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3)), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        _ = (await Admin.PostAsync("api/v1/namespaces/kube-system/secrets", token.Secret(group, life ?? TimeSpan.FromHours(1)))).Document;
        return token;
    }

    /// <summary>Ends all that tests leave in the API server: nodes, certificate requests, webhooks, and the leases and events of the gate's namespace.</summary>
    internal async Task ClearAsync()
    {
        foreach (string collection in (string[])[
            "apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", "api/v1/nodes",
            "apis/certificates.k8s.io/v1/certificatesigningrequests", $"apis/coordination.k8s.io/v1/namespaces/{Namespace}/leases",
            "apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases", "api/v1/namespaces/default/events"])
            _ = (await Admin.DeleteAsync(collection)).Document;
    }

    /// <summary>Stops (SIGTERM), kills or starts a server and waits until that is done.</summary>
    /// <param name="verb">start, stop or kill.</param>
    /// <param name="server">etcd, kube-apiserver or kube-controller-manager.</param>
    internal Task TellAsync(string verb, string server) => _servers!.TellAsync(verb, server);

    internal async Task RestartApiServerAsync()
    {
        await TellAsync("stop", "kube-apiserver");
        await TellAsync("start", "kube-apiserver");
    }

    /// <summary>Waits until a token is accepted: the API server learns of new secrets by a watch of its own.</summary>
    internal async Task<KubeClient> AccessAsync(BootstrapToken token)
    {
        KubeClient client = WithToken(token.ToString());
        await client.UntilAsync("api", _ => true, "open to the token");
        return client;
    }

    /// <summary>The items of a list.</summary>
    internal async Task<JsonElement[]> ItemsAsync(string path) => [.. (await Admin.GetAsync(path)).Document.GetProperty("items").EnumerateArray()];
}
