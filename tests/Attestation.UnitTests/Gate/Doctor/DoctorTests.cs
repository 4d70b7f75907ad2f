using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Attestation.Gate.Doctor;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Gate.Verdicts;

namespace Attestation.UnitTests.Gate.Doctor;

public sealed class DoctorTests
{
    [Fact]
    public async Task Nothing_fails_where_nothing_is_wrong()
    {
        await using Patient patient = await Patient.StartAsync();
        List<Finding> findings = await patient.ExamineAsync();
        Assert.DoesNotContain(findings, f => f.Outcome == Outcome.Fail);
        Assert.Equal(["settings", "verifier", "clock", "key", "feed", "api-server", "clock", "rights", "webhook", "bypass", "signing", "nodes", "lease", "running"], findings.Select(f => f.Check));
    }

    [Theory]
    [InlineData("approve signers kubernetes.io/kubelet-serving", "")]
    [InlineData("update certificatesigningrequests/approval", "")]
    [InlineData("patch nodes/status", "")]
    [InlineData("update leases attest-gate", "")]
    [InlineData("delete secrets", "tokens: {enabled: true, listen: \"http://127.0.0.1:0\"}")]
    [InlineData("create pods/eviction", "ladder: {drain: true}")]
    public async Task A_right_that_is_missing_is_named(string right, string more)
    {
        await using Patient patient = await Patient.StartAsync();
        patient.More = more;
        patient.Allows = asked => asked != right;
        Finding missing = Assert.Single(await patient.ExamineAsync(), f => f.Check == "rights");
        Assert.Equal(Outcome.Fail, missing.Outcome);
        Assert.StartsWith(right, missing.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rights_of_parts_that_are_switched_off_are_not_needed()
    {
        await using Patient patient = await Patient.StartAsync();
        patient.More = "csr: {enabled: false}\nladder: {enabled: false}\n";
        patient.Allows = asked => !asked.Contains("certificatesigningrequests", StringComparison.Ordinal) && !asked.Contains("patch nodes", StringComparison.Ordinal);
        Assert.DoesNotContain(await patient.ExamineAsync(), f => f.Check == "rights" && f.Outcome == Outcome.Fail);
    }

    [Theory]
    [InlineData("one that approves by itself", "nodeclient", "Group", "system:bootstrappers", Outcome.Fail)]
    [InlineData("one that approves by hand", "approver", "User", "alice", Outcome.Warn)]
    [InlineData("an administrator", "cluster-admin", "Group", "system:masters", Outcome.Ok)]
    [InlineData("the controller manager's own", "system:controller:certificate-controller", "ServiceAccount", "certificate-controller", Outcome.Ok)]
    public async Task Who_gets_past_the_gate_is_named(string description, string role, string kind, string subject, Outcome outcome)
    {
        await using Patient patient = await Patient.StartAsync();
        patient.Put("clusterroles", """{"metadata":{"name":"approver"},"rules":[{"apiGroups":["*"],"resources":["certificatesigningrequests/approval"],"verbs":["update"]}]}""");
        patient.Put("clusterroles", """{"metadata":{"name":"system:controller:certificate-controller"},"rules":[{"apiGroups":["certificates.k8s.io"],"resources":["certificatesigningrequests/approval"],"verbs":["update"]}]}""");
        patient.Put("clusterroles", """{"metadata":{"name":"cluster-admin"},"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]}""");
        patient.Put("clusterrolebindings", $$"""{"metadata":{"name":"b"},"roleRef":{"name":"{{role}}"},"subjects":[{"kind":"{{kind}}","name":"{{subject}}"}]}""");
        Finding found = Assert.Single(await patient.ExamineAsync(), f => f.Check == "bypass");
        Assert.True(found.Outcome == outcome, $"{description}: {found.Text}");
    }

    [Fact]
    public async Task The_gates_own_right_to_approve_is_none_of_anybody_else()
    {
        await using Patient patient = await Patient.StartAsync();
        patient.Put("clusterroles", """{"metadata":{"name":"attest-gate-csr"},"rules":[{"apiGroups":["certificates.k8s.io"],"resources":["certificatesigningrequests/approval"],"verbs":["update"]}]}""");
        patient.Put("clusterrolebindings", """{"metadata":{"name":"b"},"roleRef":{"name":"attest-gate-csr"},"subjects":[{"kind":"ServiceAccount","namespace":"attestation","name":"attest-gate"}]}""");
        Assert.Equal(Outcome.Ok, Assert.Single(await patient.ExamineAsync(), f => f.Check == "bypass").Outcome);
    }

    [Fact]
    public async Task A_result_that_is_not_signed_by_the_key_is_told()
    {
        await using Patient patient = await Patient.StartAsync();
        patient.Lines.Add(VerdictSamples.Line(TestKeys.P384) with { NodeName = "forged" });
        Finding feed = Assert.Single(await patient.ExamineAsync(), f => f.Check == "feed");
        Assert.Equal(Outcome.Fail, feed.Outcome);
        Assert.Contains("forged: gate.result.signature", feed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exempt_name_that_no_node_has_is_told()
    {
        await using Patient patient = await Patient.StartAsync();
        patient.Put("nodes", Patient.NodeWithoutVerdict);
        patient.More = "exempt: [worker-7, nobody]\n";
        string[] exempt = [.. (await patient.ExamineAsync()).Where(f => f.Check == "exempt").Select(f => f.Text)];
        Assert.Equal(2, exempt.Length);
        Assert.Contains("no node of the cluster", exempt[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_caBundle_is_looked_into()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 ended = new CertificateRequest("CN=gate", key, HashAlgorithmName.SHA256).CreateSelfSigned(VerdictSamples.Now.AddDays(-2), VerdictSamples.Now.AddDays(-1));
        string bundle = Convert.ToBase64String(Encoding.ASCII.GetBytes(ended.ExportCertificatePem()));
        Assert.Contains("has ended", Assert.Single(Faults($"\"{bundle}\"", VerdictSamples.Now)), StringComparison.Ordinal);
        Assert.Empty(Faults($"\"{bundle}\"", VerdictSamples.Now.AddDays(-1.5)));
        Assert.Contains("holds no certificate", Assert.Single(Faults("\"\"", VerdictSamples.Now)), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Single(Faults("7", VerdictSamples.Now)), StringComparison.Ordinal);
        Assert.Contains("is absent", Assert.Single(CaBundles.Faults(JsonElement.Parse("""{"webhooks":[{"name":"w","clientConfig":{}}]}"""), VerdictSamples.Now)), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_has_a_line_for_each_check_and_JSON_says_the_same()
    {
        Finding[] findings = [Finding.Ok("settings", "good"), Finding.Fail("rights", Attestation.Formats.Reasons.DoctorReasons.Right, "patch nodes")];
        string text = DoctorCommand.Text(findings);
        Assert.StartsWith("ok    settings   good\nFAIL  rights     patch nodes\n", text, StringComparison.Ordinal);
        Assert.EndsWith("1 ok, 0 warnings, 1 failed, 0 not looked at\n", text, StringComparison.Ordinal);
        JsonElement json = JsonElement.Parse(DoctorCommand.Json(findings));
        Assert.False(json.GetProperty("good").GetBoolean());
        Assert.Equal("gate.doctor.right", json.GetProperty("checks")[1].GetProperty("code").GetString());
    }

    private static string[] Faults(string bundle, DateTimeOffset now) =>
        [.. CaBundles.Faults(JsonElement.Parse($$$"""{"webhooks":[{"name":"w","clientConfig":{"caBundle":{{{bundle}}}}}]}"""), now)];
}
