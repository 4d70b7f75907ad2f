using System.Net;
using System.Net.Sockets;
using Attestation.Formats.Reasons;
using Attestation.Gate;
using Attestation.Gate.Configuration;
using Attestation.Gate.Hosting;

namespace Attestation.UnitTests.Gate;

/// <summary>Settings and beginnings of a gate for tests.</summary>
internal static class GateSamples
{
    /// <summary>The least that a settings file has to say, and whatever a test adds.</summary>
    public static GateSettings Settings(string more = "", string file = "gate.yaml") => GateSettings.Read(Node(more, file));

    public static SettingsNode Node(string more = "", string file = "gate.yaml") => SettingsNode.Parse(file,
        new StringReader($"prefix: attestation.example.com\n{(more.Contains("verifier:", StringComparison.Ordinal) ? "" : "verifier: {url: \"http://127.0.0.1:1\"}\n")}{more}"));

    /// <summary>A kubeconfig of a server that does not exist.</summary>
    public static string Kubeconfig(TemporaryFolder folder)
    {
        string file = folder["kubeconfig"];
        File.WriteAllText(file, """
            current-context: c
            contexts: [{name: c, context: {cluster: t, user: u}}]
            clusters: [{name: t, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: u, user: {token: abc}}]
            """);
        return file;
    }

    /// <summary>Starts a gate on a port that somebody else has.</summary>
    public static async Task<ReasonCode> StartOnATakenPort()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var folder = new TemporaryFolder();
        GateSettings settings = Settings($"kubernetes: {{kubeconfig: {Kubeconfig(folder)}}}\nstatus: {{listen: \"http://{taken.LocalEndpoint}\"}}\n");
        await using GateService gate = GateService.Build(settings, LogFormat.Text, TimeProvider.System);
        return (await Assert.ThrowsAsync<GateFailure>(gate.StartAsync)).Code;
    }

    /// <summary>Settings whose verifier.resultKey is a file with the given content.</summary>
    public static GateSettings WithResultKey(TemporaryFolder folder, string content)
    {
        File.WriteAllText(folder["key.pem"], content);
        return Settings($"verifier: {{url: \"http://127.0.0.1:1\", resultKey: {folder["key.pem"]}}}\n");
    }
}
