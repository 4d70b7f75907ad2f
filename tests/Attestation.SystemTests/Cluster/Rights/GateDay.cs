using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Net.Http.Json;

namespace Attestation.SystemTests.Cluster.Rights;

/// <summary>A gate with every part switched on, and what tests need to give it work: it acts by its own account.</summary>
internal sealed class GateDay : IAsyncDisposable
{
    private static int _names;
    private readonly RightsWorld _world;
    private readonly GateFile _file;
    private readonly int _join = LoopbackPorts.Free(), _webhook = LoopbackPorts.Free();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(1) };

    private GateDay(RightsWorld world)
    {
        _world = world;
        _file = new GateFile(world.Cluster, world.Site,
            "csr: {patience: 1s}",
            "ladder: {drain: true}",
            $"webhook: {{listen: 'https://127.0.0.1:{_webhook}', url: 'https://127.0.0.1:{_webhook}', certificateLifetime: 18s, certificateOverlap: 1s, certificateCheck: 300ms}}",
            $"tokens: {{enabled: true, listen: 'http://127.0.0.1:{_join}', kinds: [bootstrap-token, client-certificate]}}")
        {
            Kubeconfig = world.Kubeconfig,
        };
        Gate = GateProcess.Launch(_file);
    }

    public KubeCluster Cluster => _world.Cluster;

    public AttestationSite Site => _world.Site;

    public GateProcess Gate { get; private set; }

    /// <summary>Starts a gate in a cluster that holds nothing of an earlier one.</summary>
    public static async Task<GateDay> StartAsync(RightsWorld world)
    {
        await world.Cluster.ClearAsync();
        foreach (string left in (string[])["secrets/attest-gate-webhook", "events"])
            await world.Cluster.Admin.DeleteAsync($"api/v1/namespaces/{KubeCluster.Namespace}/{left}");
        return new GateDay(world);
    }

    /// <summary>The gate is killed, and another one takes its place once the lease has run out.</summary>
    public async Task RestartAsync()
    {
        await Gate.DisposeAsync();
        Gate = GateProcess.Launch(_file);
    }

    /// <summary>A node with a good verdict and a name that no other test has, registered in the cluster.</summary>
    public async Task<AttestedNode> RegisteredAsync()
    {
        AttestedNode node = await GoodAsync();
        _ = (await Cluster.Admin.RegisterAsync(node.Name)).Document;
        return node;
    }

    /// <summary>The same, not registered.</summary>
    public Task<AttestedNode> GoodAsync() => Site.EnrolGoodAsync(string.Create(CultureInfo.InvariantCulture, $"day-{Interlocked.Increment(ref _names)}"));

    /// <summary>Asks the gate for a credential until it gives one.</summary>
    /// <param name="request">PEM of a PKCS#10 for kind client-certificate, null for a token.</param>
    public async Task CredentialAsync(AttestedNode node, string? request)
    {
        using ECDiffieHellman secrets = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        byte[] key = secrets.ExportSubjectPublicKeyInfo();
        node.SecretsKey = SHA256.HashData(key);
        await node.AttestGoodAsync();
        var body = new JsonObject { ["node"] = node.Name, ["secretsKey"] = Convert.ToBase64String(key), ["kind"] = request is null ? "bootstrap-token" : "client-certificate" };
        if (request is not null)
            body["request"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(request));
        string last = "";
        for (DateTime end = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < end; await Task.Delay(500))
        {
            try
            {
                using HttpResponseMessage answer = await _client.PostAsync($"http://127.0.0.1:{_join}/join/v1/credentials", JsonContent.Create(body));
                if (answer.IsSuccessStatusCode)
                    return;
                last = await answer.Content.ReadAsStringAsync();
            }
            catch (HttpRequestException e)
            {
                last = e.Message; // it does not listen yet
            }
        }
        throw new InvalidOperationException($"no credential: {last}");
    }

    /// <summary>The registration of the manifests, for a gate on this machine.</summary>
    public JsonObject Registration() => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "attest-gate" },
        ["webhooks"] = new JsonArray(new JsonObject
        {
            ["name"] = "nodes.attest-gate.example.com",
            ["rules"] = new JsonArray(JsonNode.Parse("""{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE", "UPDATE"], "resources": ["nodes"]}""")),
            ["clientConfig"] = new JsonObject { ["url"] = $"https://127.0.0.1:{_webhook}/admission/v1/nodes" },
            ["admissionReviewVersions"] = new JsonArray("v1"),
            ["sideEffects"] = "None",
        }),
    };

    public Task<JsonElement> UntilNodeAsync(AttestedNode node, Func<JsonElement, bool> wanted, string what) =>
        Cluster.Admin.UntilAsync($"{KubeNodes.Path}/{node.Name}", wanted, what);

    public async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        await Cluster.Admin.DeleteAsync("apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations");
        _client.Dispose();
        _file.Dispose();
    }
}
