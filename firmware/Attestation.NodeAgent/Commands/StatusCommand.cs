using System.CommandLine;
using System.Text.Json;
using Attestation.NodeAgent.State;

namespace Attestation.NodeAgent.Commands;

/// <summary><c>attest-agent status</c></summary>
internal static class StatusCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document." };

    public static Command Build()
    {
        var command = new Command("status", "Say what the running agent knows: 0 affirming, 1 refused, 3 not running or nothing fresh.") { Json };
        command.SetAction(arguments => Run(AgentOptionSet.Read(arguments).Folders, arguments.GetValue(Json), TimeProvider.System.GetUtcNow()));
        return command;
    }

    private static int Run(AgentFolders folders, bool asJson, DateTimeOffset now)
    {
        if (StatusFile.Read(folders) is not { } status)
            throw AgentException.Failed($"There is no {folders.Status}: no agent has run since the last boot, or it keeps its status elsewhere (--run-dir).");
        StatusJudgement judged = StatusJudgement.Of(status, now, IsRunning(status.Process));
        if (asJson)
            Console.Out.WriteLine(JsonSerializer.Serialize(new StatusReport(judged.Word, (long)(now - status.UpdatedAt).TotalSeconds, status), StateJson.Default.StatusReport));
        else
            Print(status, judged, now);
        return judged.ExitCode;
    }

    private static bool IsRunning(int process) => Directory.Exists($"/proc/{process}");

    private static void Print(StatusDocument status, StatusJudgement judged, DateTimeOffset now)
    {
        Console.Out.WriteLine(judged.Sentence);
        Line("node", status.Node ?? "not enrolled");
        Line("name", status.NodeName);
        Line("class", status.Class?.ToString());
        Line("verifier", status.Verifier);
        if (status.Endorsement is { } endorsement)
            Line("vouched by", $"endorsement key {endorsement.Template}, {endorsement.Certificate ?? "without certificate, Name " + endorsement.Name}");
        Line("verdict", status.LastVerdict is { } verdict ? $"{AsWord(verdict.Outcome)} {Age(now, verdict.At)} ago {string.Join(", ", verdict.Reasons)}" : "none yet");
        Line("because", status.LastVerdict?.Message);
        Line("appraisal", status.LastVerdict?.Appraisal);
        Line("sent", status.LastVerdict?.Sent);
        if (status.Failures > 0)
            Line("since then", $"{status.Failures} attempt(s) without a verdict, the last {Age(now, status.Last!.At)} ago: {status.Last.Message}");
        if (status.Join is { } join)
            PrintJoin(join, now);
        Line("next", status.NextAt is { } next ? $"in {Age(next, now)}" : AsWord(status.Activity));
        Line("written", $"{Age(now, status.UpdatedAt)} ago");
    }

    private static void PrintJoin(JoinStatus join, DateTimeOffset now)
    {
        Line("gate", join.Gate);
        Line("cluster", join.Server ?? "not joined yet");
        if (join.Certificate is { } certificate)
            Line("kubelet", $"certificate {certificate.Serial}, ends {certificate.EndsAt:u}{(certificate.EndsAt < now ? " (has ended)" : "")}, renewed from {certificate.RenewAt:u} on");
        if (join.Trouble is { } trouble)
            Line("join", $"failed {Age(now, trouble.At)} ago: {trouble.Message}");
    }

    private static void Line(string name, string? value)
    {
        if (value is not null)
            Console.Out.WriteLine($"  {name,-11}{value}");
    }

    private static string AsWord(Enum value) => value.ToString().ToLowerInvariant();

    private static string Age(DateTimeOffset later, DateTimeOffset earlier) => $"{Math.Max(0, (later - earlier).TotalSeconds):0} s";
}
