using System.Globalization;
using System.Text.Json.Nodes;
using Attestation.Formats.Jose;
using Attestation.Gate.Configuration;
using Attestation.Gate.Doctor;
using Attestation.Gate.Verdicts;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Gate.Verdicts;
using Microsoft.AspNetCore.Http;

namespace Attestation.UnitTests.Gate.Doctor;

/// <summary>A verifier and an API server in one, healthy but for what a test changes. The real ones are examined in the system tests.</summary>
internal sealed class Patient : IAsyncDisposable
{
    public const string NodeWithoutVerdict = """{"metadata":{"name":"worker-7","resourceVersion":"1"},"spec":{},"status":{}}""";
    public const string KubeadmBinding = """
        {"metadata":{"name":"kubeadm:node-autoapprove-bootstrap"},"roleRef":{"name":"nodeclient"},"subjects":[{"kind":"Group","name":"system:bootstrappers:kubeadm"}]}
        """;
    public const string UnsignedRequest = """
        {"metadata":{"name":"csr-1"},"spec":{"signerName":"kubernetes.io/kube-apiserver-client-kubelet"},
         "status":{"conditions":[{"type":"Approved","status":"True","lastUpdateTime":"2026-11-21T08:00:00Z"}]}}
        """;

    private const string NodeClientRole = """
        {"metadata":{"name":"nodeclient"},"rules":[{"apiGroups":["certificates.k8s.io"],"resources":["certificatesigningrequests/nodeclient"],"verbs":["create"]}]}
        """;

    private readonly ScriptedServer _server;
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, List<string>> _lists = new() { ["clusterroles"] = [NodeClientRole] };

    private Patient(ScriptedServer server)
    {
        _server = server;
        server.Answers = AnswerAsync;
        File.WriteAllText(_folder["kubeconfig"], $$$"""
            current-context: c
            contexts: [{name: c, context: {cluster: t, user: u}}]
            clusters: [{name: t, cluster: {server: "{{{server.Url}}}"}}]
            users: [{name: u, user: {token: abc}}]
            """);
        ResultKey.Pin(Settings, TestKeys.P256.PublicKey);
    }

    public int VerifierStatus { get; set; } = 200;

    public int ApiStatus { get; set; } = 200;

    public TimeSpan Ahead { get; set; }

    /// <summary>By verb and resource.</summary>
    public Func<string, bool> Allows { get; set; } = _ => true;

    public string More { get; set; } = "";

    public List<FeedVerdict> Lines { get; } = [VerdictSamples.Line(TestKeys.P256)];

    public GateSettings Settings => GateSamples.Settings(
        $"state: {_folder["state"]}\nverifier: {{url: \"{_server.Url}\"}}\nkubernetes: {{kubeconfig: {_folder["kubeconfig"]}}}\nstatus: {{listen: \"http://127.0.0.1:0\"}}\n{More}");

    public static async Task<Patient> StartAsync() => new(await ScriptedServer.StartAsync());

    public void Put(string kind, string item)
    {
        if (!_lists.TryGetValue(kind, out List<string>? items))
            _lists.Add(kind, items = []);
        items.Add(item);
    }

    public void PinAnother() => File.WriteAllText(ResultKey.PinnedFile(Settings), TestKeys.P384.PublicKey.ToPem());

    public Task<List<Finding>> ExamineAsync() => DoctorCommand.ExamineAsync(Settings, new ManualClock(VerdictSamples.Now), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.Date = (DateTimeOffset.UtcNow + Ahead).ToString("R", CultureInfo.InvariantCulture);
        string path = context.Request.Path.Value!, last = path.Split('/')[^1];
        if (path.StartsWith("/.well-known", StringComparison.Ordinal))
            await ScriptedServer.JsonAsync(context, $$"""{"ear-verification-key":{{Jwk.Write(TestKeys.P256.PublicKey)}}}""", VerifierStatus);
        else if (path == "/api/v1/verdicts")
            await ScriptedServer.JsonAsync(context, System.Text.Json.JsonSerializer.Serialize(new FeedDocument { Sequence = 7, Store = "s", Verdicts = Lines }));
        else if (ApiStatus != 200)
            await ScriptedServer.JsonAsync(context, "{}", ApiStatus);
        else if (last == "version")
            await ScriptedServer.JsonAsync(context, """{"gitVersion":"v1.20.2"}""");
        else if (last == "selfsubjectaccessreviews")
            await ReviewAsync(context);
        else if (path.Contains("/leases/", StringComparison.Ordinal) || path.Contains("/validatingwebhookconfigurations/", StringComparison.Ordinal))
            await ScriptedServer.JsonAsync(context, """{"code":404}""", 404);
        else
            await ScriptedServer.JsonAsync(context, $$"""{"metadata":{"resourceVersion":"1"},"items":[{{string.Join(',', _lists.GetValueOrDefault(last, []))}}]}""");
    }

    private async Task ReviewAsync(HttpContext context)
    {
        JsonNode asked = (await JsonNode.ParseAsync(context.Request.Body))!["spec"]!["resourceAttributes"]!;
        string right = $"{asked["verb"]} {asked["resource"]}{(asked["subresource"] is { } sub ? $"/{sub}" : "")}{(asked["name"] is { } name ? $" {name}" : "")}";
        await ScriptedServer.JsonAsync(context, $$$"""{"status":{"allowed":{{{(Allows(right) ? "true" : "false")}}}}}""");
    }
}
