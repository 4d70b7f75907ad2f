using System.Net.Http.Headers;
using System.Text.Json;
using Attestation.SystemTests.Agent;

namespace Attestation.SystemTests.Cluster.Joining;

/// <summary>A machine with a software TPM and the real agent, a real verifier with the machine's reference values, and a real gate in front of the real cluster.</summary>
internal sealed class JoinStage : IAsyncDisposable
{
    /// <summary>The gate decides about requests, or leaves that to the test.</summary>
    public const string Approving = "csr: {enabled: true, bootstrapTokens: gate}", ByHand = "csr: {enabled: false}";

    private static readonly string[] Class = ["--class", "Example/Worker"];

    private readonly NodeSite site;
    private readonly string name;
    private readonly GateFile gateFile;
    private readonly Uri broker = new($"http://127.0.0.1:{LoopbackPorts.Free()}/");
    private GateProcess? gate;

    private JoinStage(NodeSite site, string name, VerifierProcess verifier, KubeCluster cluster, string csr)
    {
        (this.site, this.name, Verifier) = (site, name, verifier);
        string tokens = $"tokens: {{enabled: true, listen: '{broker.ToString().TrimEnd('/')}', kinds: [bootstrap-token, client-certificate], perNode: 1000, perAddress: 1000}}";
        gateFile = new GateFile(cluster, new Uri(site.VerifierAddress), site["api.token"], csr, tokens);
    }

    public VerifierProcess Verifier { get; }

    public GateProcess Gate => gate!;

    public NodeMachine Machine => site.Machine;

    /// <summary>A file of the stage's folder.</summary>
    public string this[string file] => site[file];

    /// <summary>What the kubelet reads, where the key is not sealed.</summary>
    public string Folder => site["kubelet"];

    public string Kubeconfig => Path.Combine(Folder, "kubeconfig");

    /// <param name="cluster">To be joined; it is cleared.</param>
    /// <param name="name">Of the node.</param>
    /// <param name="csr">Who decides about requests.</param>
    public static async Task<JoinStage> StartAsync(KubeCluster cluster, string name, string csr = Approving)
    {
        await cluster.ClearAsync();
        NodeSite site = await NodeSite.StartAsync(certified: true);
        await MakeReferencesAsync(site);
        await File.WriteAllTextAsync(site["api.token"], "0123456789abcdef0123456789abcdef\n");
        File.SetUnixFileMode(site["api.token"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        VerifierProcess verifier = await site.StartVerifierAsync("\"intervalSeconds\": 5", "--corim-keys", site["keys"], "--api-token-file", site["api.token"]);
        verifier.Client.DefaultRequestHeaders.Authorization = new("Bearer", "0123456789abcdef0123456789abcdef");
        await SubmitAsync(verifier, site["worker.corim"]);
        var stage = new JoinStage(site, name, verifier, cluster, csr);
        stage.gate = await GateProcess.StartAsync(stage.gateFile);
        return stage;
    }

    public string[] Agent(string command, params string[] more)
    {
        string[] folder = more.Contains("--seal-kubelet-key") ? [] : ["--join-dir", Folder];
        return site.Agent(command, [.. Class, "--node-name", name, "--gate", broker.ToString(), .. folder, .. more]);
    }

    /// <summary><c>attest-agent join --json</c> and what it printed.</summary>
    public async Task<(CommandRun Run, JsonElement Report)> JoinAsync(params string[] more)
    {
        CommandRun run = await CommandRun.Of("attest-agent", Agent("join", ["--json", .. more]));
        Assert.True(run.Output.StartsWith('{'), run.Output + run.Error);
        return (run, JsonElement.Parse(run.Output));
    }

    /// <summary>The same, which must come to an outcome.</summary>
    public async Task<JsonElement> JoinedAsync(string outcome, params string[] more)
    {
        (CommandRun run, JsonElement report) = await JoinAsync(more);
        Assert.True(run.ExitCode == 0 && report.GetProperty("outcome").GetString() == outcome, $"{run.Output}{run.Error}{string.Join('\n', Gate.Lines)}");
        return report;
    }

    /// <summary>The machine boots with another kernel command line: what it attests is refused.</summary>
    public string[] BootedOtherwise(string[] command) =>
        [.. command.Select(a => a.EndsWith("eventlog.bin", StringComparison.Ordinal) ? Path.Combine(NodeSite.Boot("boot-4-cmdline"), "eventlog.bin") : a)];

    public async ValueTask DisposeAsync()
    {
        if (gate is not null)
            await gate.DisposeAsync();
        gateFile.Dispose();
        await Verifier.DisposeAsync();
        await site.DisposeAsync();
    }

    private static async Task MakeReferencesAsync(NodeSite site)
    {
        await Good("attest-agent", site.Agent("attest", "--out", site["good.evidence"]));
        await Good("attest-factory", "ca", "new", "--out", site["ca"], "--name", "Example Cluster");
        await Good("attest-factory", "node-reference", "--from", site["good.evidence"], "--vendor", "Example", "--model", "Worker", "--ima",
            "--key", site["ca/corim.key.pem"], "--out", site["worker.corim"]);
        Directory.CreateDirectory(site["keys"]);
        File.Copy(site["ca/corim.pub.pem"], site["keys/example.pem"]);
    }

    private static async Task SubmitAsync(VerifierProcess verifier, string corim)
    {
        var content = new ByteArrayContent(await File.ReadAllBytesAsync(corim)) { Headers = { ContentType = new MediaTypeHeaderValue("application/rim+cose") } };
        using HttpResponseMessage answer = await verifier.Client.PostAsync("endorsement-provisioning/v1/submit", content);
        Assert.Contains("success", await answer.Content.ReadAsStringAsync());
    }

    private static async Task Good(string program, params string[] arguments)
    {
        CommandRun run = await CommandRun.Of(program, arguments);
        Assert.True(run.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {run.Output}{run.Error}");
    }
}
