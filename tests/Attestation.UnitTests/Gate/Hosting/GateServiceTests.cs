using System.Net;
using System.Text.Json;
using Attestation.Gate;
using Attestation.Gate.Configuration;
using Attestation.Gate.Hosting;

namespace Attestation.UnitTests.Gate.Hosting;

/// <summary>The gate as a process sees itself: several listeners, each with its own endpoints, and a status that tells the truth before anything is known.</summary>
public sealed class GateServiceTests
{
    private const string Forward = "forwardAuth: {enabled: true, listen: \"http://127.0.0.1:0\"}\n";

    [Fact]
    public async Task Endpoints_are_reached_by_their_own_listener_only()
    {
        using var folder = new TemporaryFolder();
        await using GateService gate = await StartAsync(folder, Forward);
        Assert.Equal(["status", "forward-auth"], gate.Listeners.Select(l => l.Name).Order(StringComparer.Ordinal).Reverse());
        using var http = new HttpClient();
        string status = Url(gate, "status"), forward = Url(gate, "forward-auth");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(status + "/healthz")).StatusCode);
        foreach (string path in (string[])["/healthz", "/metrics", "/nodes"])
            Assert.Contains((await http.GetAsync(forward + path)).StatusCode, (HttpStatusCode[])[HttpStatusCode.Forbidden, HttpStatusCode.NotFound]);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(status + "/nowhere")).StatusCode);
    }

    [Fact]
    public async Task It_is_alive_and_not_ready_before_verifier_and_API_server_have_answered()
    {
        using var folder = new TemporaryFolder();
        await using GateService gate = await StartAsync(folder, "");
        using var http = new HttpClient();
        HttpResponseMessage ready = await http.GetAsync(Url(gate, "status") + "/readyz");
        string why = await ready.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("[-]verdicts failed: the verifier's feed has not been read yet", why, StringComparison.Ordinal);
        Assert.Contains("[-]nodes failed", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_and_nodes_can_be_read()
    {
        using var folder = new TemporaryFolder();
        await using GateService gate = await StartAsync(folder, "");
        using var http = new HttpClient();
        HttpResponseMessage metrics = await http.GetAsync(Url(gate, "status") + "/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", metrics.Content.Headers.ContentType!.ToString());
        string text = await metrics.Content.ReadAsStringAsync();
        string[] families = [.. text.Split('\n').Where(l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(l => l.Split(' ')[2])];
        Assert.Equal(families.Distinct(), families);
        Assert.All(families, f => Assert.StartsWith("gate_", f, StringComparison.Ordinal));
        Assert.Contains("gate_feed_loaded 0\n", text, StringComparison.Ordinal);
        JsonElement nodes = JsonElement.Parse(await http.GetStringAsync(Url(gate, "status") + "/nodes"));
        Assert.Equal((0, JsonValueKind.Null), (nodes.GetProperty("nodes").GetArrayLength(), nodes.GetProperty("lastContact").ValueKind));
    }

    private static string Url(GateService gate, string listener) => gate.Listeners.Single(l => l.Name == listener).Url!;

    private static async Task<GateService> StartAsync(TemporaryFolder folder, string more)
    {
        GateSettings settings = GateSamples.Settings($"kubernetes: {{kubeconfig: {GateSamples.Kubeconfig(folder)}}}\nstatus: {{listen: \"http://127.0.0.1:0\"}}\n{more}");
        GateService gate = GateService.Build(settings, LogFormat.Text, TimeProvider.System);
        await gate.StartAsync();
        return gate;
    }
}
