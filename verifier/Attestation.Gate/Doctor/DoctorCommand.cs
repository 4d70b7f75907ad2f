using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attestation.Gate.Doctor;

/// <summary><c>attest-gate doctor</c>: looks at everything that a gate with these settings depends on, and changes nothing.</summary>
internal static class DoctorCommand
{
    /// <summary>Exit status where a check failed; 0 where none did, those of <see cref="GateFailure"/> where the doctor could not begin.</summary>
    public const int FailedChecks = 1;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON document instead of lines." };
        var doctor = new Command("doctor", "Checks settings, verifier, API server, rights, webhook, clocks and who could get past the gate; changes nothing.") { json };
        doctor.SetAction((parsed, cancel) => GateProgram.GuardedAsync(async () =>
        {
            List<Finding> findings = await ExamineAsync(GateProgram.Settings(parsed), TimeProvider.System, cancel);
            Console.Out.Write(parsed.GetValue(json) ? Json(findings) : Text(findings));
            return findings.Exists(f => f.Outcome == Outcome.Fail) ? FailedChecks : 0;
        }));
        return doctor;
    }

    /// <exception cref="GateFailure">Settings or credentials cannot be used.</exception>
    internal static async Task<List<Finding>> ExamineAsync(GateSettings settings, TimeProvider clock, CancellationToken cancel)
    {
        ApiCredentials account = settings.Kubernetes.Kubeconfig is { } file ? Kubeconfig.Read(file) : ApiCredentials.InCluster();
        var verdicts = new VerdictCache(clock);
        using var verifier = new VerifierClient(settings.Verifier);
        using var server = new ApiServer(account);
        var key = new ResultKey(settings, verifier, NullLogger<ResultKey>.Instance);
        return
        [
            Finding.Ok("settings", $"labels, annotations and taints begin with {settings.Prefix}/"),
            .. await new VerifierChecks(settings, verifier, key, verdicts, clock).RunAsync(cancel),
            .. await new ClusterChecks(settings, server, account, verdicts, clock).RunAsync(cancel),
            await new RunningCheck(settings, clock).RunAsync(cancel),
        ];
    }

    internal static string Text(IReadOnlyList<Finding> findings)
    {
        var text = new System.Text.StringBuilder();
        foreach (Finding finding in findings)
        {
            text.Append($"{Word(finding.Outcome),-5} {finding.Check,-10} {finding.Text}\n");
            if (finding.Code is { } code)
                text.Append($"{"",-16} {code.Id}: {code.Remedy}\n");
        }
        int Count(Outcome outcome) => findings.Count(f => f.Outcome == outcome);
        return text.Append($"{Count(Outcome.Ok)} ok, {Count(Outcome.Warn)} warnings, {Count(Outcome.Fail)} failed, {Count(Outcome.Skipped)} not looked at\n").ToString();
    }

    internal static string Json(IReadOnlyList<Finding> findings) => new JsonObject
    {
        ["good"] = !findings.Any(f => f.Outcome == Outcome.Fail),
        ["checks"] = new JsonArray([.. findings.Select(f => (JsonNode)new JsonObject
        {
            ["outcome"] = Word(f.Outcome),
            ["check"] = f.Check,
            ["text"] = f.Text,
            ["code"] = f.Code?.Id,
            ["remedy"] = f.Code?.Remedy,
        })]),
    }.ToJsonString(Indented) + "\n";

    private static string Word(Outcome outcome) => outcome switch { Outcome.Ok => "ok", Outcome.Warn => "warn", Outcome.Fail => "FAIL", _ => "-" };
}
