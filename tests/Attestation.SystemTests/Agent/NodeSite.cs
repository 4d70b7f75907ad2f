using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Attestation.NodeAgent.Keys;
using Attestation.Tpm.Sessions;

namespace Attestation.SystemTests.Agent;

/// <summary>A node and the verifier it attests to: the machine has booted as a recorded one did, the verifier keeps its address over restarts.</summary>
internal sealed class NodeSite : IAsyncDisposable
{
    public const string GoodBoot = "boot-2-sb-on-good";

    private readonly TemporaryFolder folder = new();
    private readonly int port = FreePort();

    private NodeSite(NodeMachine machine) => Machine = machine;

    public NodeMachine Machine { get; }

    public string this[string name] => folder[name];

    public string VerifierAddress => $"http://127.0.0.1:{port}";

    /// <summary>The IMA list that the agent reads: a copy that a test may let grow.</summary>
    public string ImaLog => folder["ima.bin"];

    /// <param name="certified">The TPM has endorsement certificates, and the verifier their authorities; else the verifier has its key on its list.</param>
    public static async Task<NodeSite> StartAsync(bool certified = false)
    {
        var site = new NodeSite(await NodeMachine.StartAsync(certified));
        await site.Machine.ReplayAsync(Boot(GoodBoot));
        File.Copy(Path.Combine(Boot(GoodBoot), "ima.bin"), site.ImaLog);
        if (certified)
            CopyAuthorities(site);
        else
            await site.AllowAsync(site.Machine);
        return site;
    }

    /// <summary>A folder of tests/vectors/node-boots.</summary>
    public static string Boot(string name) => Path.Combine(RepositoryRoot, "tests", "vectors", "node-boots", name);

    public static string RepositoryRoot { get; } = FindRepository();

    /// <summary>Puts a machine's endorsement key on the verifier's list; counts from its next start on.</summary>
    public async Task AllowAsync(NodeMachine machine)
    {
        await using TpmConnection tpm = await machine.OpenAsync();
        await using EndorsementKey key = await EndorsementKeys.OpenAsync(tpm, new EndorsementOptions());
        await File.AppendAllLinesAsync(folder["eks.txt"], [Convert.ToHexStringLower(key.Name)]);
    }

    /// <param name="policy">Members of the policy's node object.</param>
    /// <param name="options">Further options.</param>
    public async Task<VerifierProcess> StartVerifierAsync(string policy = "\"intervalSeconds\": 1", params string[] options)
    {
        await File.WriteAllTextAsync(folder["policy.json"], $$$"""{"id": "nodes", "node": { {{{policy}}} } }""");
        string trust = File.Exists(folder["eks.txt"]) ? "--ek-allow-list" : "--ek-roots";
        return await VerifierProcess.StartAsync(folder["data"],
        [
            "--listen", VerifierAddress, "--policy", folder["policy.json"], trust, folder[trust == "--ek-roots" ? "roots" : "eks.txt"], .. options,
        ]);
    }

    /// <summary>A command line of the agent on the site's machine.</summary>
    public string[] Agent(string command, params string[] more) =>
    [
        command, "--verifier", VerifierAddress, "--tpm", Machine.Address.ToString(), "--state", Machine["state"], "--run-dir", Machine["run"],
        "--event-log", Path.Combine(Boot(GoodBoot), "eventlog.bin"), "--ima-log", ImaLog, "--userspace-log", "none", "--efi-variables", "none",
        "--backoff-cap", "1", .. more,
    ];

    public Task<CommandRun> RunAsync(string command, params string[] more) => CommandRun.Of("attest-agent", Agent(command, more));

    public AgentProcess StartAgent(params string[] more) => AgentProcess.Start(Agent("run", more));

    /// <summary>What <c>status --json</c> says, and its exit code.</summary>
    public async Task<(int ExitCode, JsonElement Report)> StatusAsync()
    {
        CommandRun run = await CommandRun.Of("attest-agent", "status", "--json", "--run-dir", Machine["run"]);
        return (run.ExitCode, run.Output.Length > 0 ? JsonElement.Parse(run.Output) : default);
    }

    public async ValueTask DisposeAsync()
    {
        await Machine.DisposeAsync();
        folder.Dispose();
    }

    private static void CopyAuthorities(NodeSite site)
    {
        Directory.CreateDirectory(site.folder["roots"]);
        foreach (string file in Directory.EnumerateFiles(site.Machine.Tpm.Authorities, "*cert*.pem"))
            File.Copy(file, Path.Combine(site.folder["roots"], Path.GetFileName(file)));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRepository()
    {
        DirectoryInfo found = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(found.FullName, "Attestation.sln")))
            found = found.Parent!;
        return found.FullName;
    }
}
