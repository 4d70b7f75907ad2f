using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.SystemTests.Verifier;
using Attestation.SystemTests.Verifier.Nodes;
using static Attestation.SystemTests.Verifier.Nodes.NodeRequests;

namespace Attestation.SystemTests.Cluster;

/// <summary>
/// A real verifier with the reference values of a recorded boot, and the maker whose TPMs it trusts: nodes enrol at any time. It keeps its address, and its
/// database, when it is stopped and started again.
/// </summary>
internal sealed class AttestationSite : IAsyncDisposable
{
    private const string GoodBoot = "boot-2-sb-on-good", Vendor = "Example", Model = "Worker";
    private readonly NodeWorld _world = new();
    private readonly NodeRelease _release = new();
    private readonly TpmManufacturer _maker = new();
    private readonly int _port = LoopbackPorts.Free();
    private readonly string[] _options;
    private readonly List<AttestedNode> _nodes = [];
    private VerifierProcess? _verifier;

    private AttestationSite(string policy, string[] options)
    {
        File.WriteAllText(_world["policy.json"], $$$"""{"id": "nodes", "node": { {{{policy}}} } }""");
        _world.Put("roots", "root.der", _maker.Root);
        _world.Put("roots", "intermediate.der", _maker.Intermediate);
        _world.Put("keys", "releases.pem", System.Text.Encoding.ASCII.GetBytes(_release.PublicPem));
        File.WriteAllText(ApiTokenFile, "0123456789abcdef0123456789abcdef\n");
        File.SetUnixFileMode(ApiTokenFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _options = options;
    }

    /// <summary>The running verifier.</summary>
    public VerifierProcess Verifier => _verifier ?? throw new InvalidOperationException("the verifier is stopped");

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    /// <summary>What a reader of the verifier presents: <c>verifier.tokenFile</c> of a gate.</summary>
    public string ApiTokenFile => _world["api.token"];

    /// <summary>A file of this site's folder.</summary>
    public string this[string name] => _world[name];

    /// <param name="options">Further options of the verifier, such as <c>--ear-ttl 5</c>.</param>
    public static Task<AttestationSite> StartAsync(params string[] options) => StartWithPolicyAsync("\"intervalSeconds\": 5", options);

    /// <param name="policy">Members of the policy's node object.</param>
    /// <param name="options">Further options of the verifier.</param>
    public static async Task<AttestationSite> StartWithPolicyAsync(string policy, params string[] options)
    {
        var site = new AttestationSite(policy, options);
        await site.StartVerifierAsync();
        await LiveWorld.SubmitAsync(site.Verifier, site._release.Of(NodeWorld.FolderOf(GoodBoot)));
        return site;
    }

    /// <summary>Starts the verifier, for the first time or again; where it listens does not change.</summary>
    public async Task StartVerifierAsync()
    {
        _verifier = await _world.StartAsync([
            "--listen", Address.ToString().TrimEnd('/'), "--policy", _world["policy.json"], "--corim-keys", _world["keys"], "--api-token-file", ApiTokenFile, .. _options]);
        _verifier.Client.DefaultRequestHeaders.Authorization = new("Bearer", File.ReadAllText(ApiTokenFile).Trim());
    }

    /// <summary>The verifier is away until <see cref="StartVerifierAsync"/>.</summary>
    public async Task StopVerifierAsync()
    {
        await Verifier.DisposeAsync();
        _verifier = null;
    }

    /// <summary>A new node with a TPM of its own, enrolled under a name; no verdict yet.</summary>
    public Task<AttestedNode> EnrolAsync(string name) => EnrolAsync(name, new SoftwareTpm());

    /// <summary>A new node with this TPM, which it owns from now on.</summary>
    public async Task<AttestedNode> EnrolAsync(string name, SoftwareTpm tpm)
    {
        JsonObject asked = Asking(tpm, name, _maker.Certify(tpm.EkKey));
        asked["class"] = new JsonObject { ["vendor"] = Vendor, ["model"] = Model };
        Offer offer = await Verifier.OfferAsync(asked);
        await DocumentAsync(Verifier.ActivateAsync(offer.Id, tpm.Activate(offer.Blob, offer.EncryptedSecret)!));
        var node = new AttestedNode(this, tpm, name);
        lock (_nodes)
            _nodes.Add(node);
        return node;
    }

    /// <summary>A new node with a good verdict that binds its kubelet key.</summary>
    public async Task<AttestedNode> EnrolGoodAsync(string name)
    {
        AttestedNode node = await EnrolAsync(name);
        await node.AttestGoodAsync();
        return node;
    }

    /// <summary>Several new nodes with good verdicts, each with a number behind the name.</summary>
    public async Task<AttestedNode[]> EnrolGoodAsync(string name, int count)
    {
        var nodes = new AttestedNode[count];
        for (int i = 0; i < count; i++)
            nodes[i] = await EnrolGoodAsync($"{name}-{i + 1}");
        return nodes;
    }

    /// <summary>What the verifier knows about a node.</summary>
    public Task<JsonElement> ShownAsync(AttestedNode node) => Verifier.NodeAsync(node.AkName);

    public async ValueTask DisposeAsync()
    {
        foreach (AttestedNode node in _nodes)
            node.Dispose();
        if (_verifier is not null)
            await _verifier.DisposeAsync();
        _maker.Dispose();
        _release.Dispose();
        _world.Dispose();
    }
}
