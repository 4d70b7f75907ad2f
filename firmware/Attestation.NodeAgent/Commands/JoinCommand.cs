using System.CommandLine;
using System.Text.Json;
using Attestation.Formats.Reasons;
using Attestation.NodeAgent.Joining;
using Attestation.NodeAgent.Running;
using Attestation.NodeAgent.State;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.NodeAgent.Commands;

/// <summary><c>attest-agent join</c></summary>
internal static class JoinCommand
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(90);

    private static readonly Option<bool> Renew = new("--renew") { Description = "Renew the certificate now, due or not." };
    private static readonly Option<bool> Again = new("--again") { Description = "Join from the gate anew, whatever there is." };
    private static readonly Option<bool> TokenOnly = new("--token-only") { Description = "Fetch a bootstrap token and write it, a kubeconfig with it, and the bound key for a kubelet that files its request itself." };
    private static readonly Option<string?> Wait = AgentOptionSet.Text("--wait", "SECONDS", "For a decision on the request, 1 to 86400; 300.");
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document." };

    public static Command Build()
    {
        var command = new Command("join", "Attest and join the cluster through its gate: get the kubelet's certificate and write its files, or renew them where that is due.")
        {
            Renew, Again, TokenOnly, Wait, Json,
        };
        command.SetAction((arguments, cancellation) =>
        {
            AgentOptions options = AgentOptionSet.Read(arguments);
            TimeSpan wait = AgentOptionSet.SecondsOf(new Settings(arguments, AgentOptionSet.EnvironmentVariables()), Wait, 300, 86400);
            return RunAsync(options, WishOf(arguments, options.RequireJoin()), wait, arguments.GetValue(Json), cancellation);
        });
        return command;
    }

    private static JoinWish WishOf(ParseResult arguments, JoinOptions join)
    {
        (Option<bool> Option, JoinWish Wish)[] all = [(Renew, JoinWish.Renew), (Again, JoinWish.Again), (TokenOnly, JoinWish.TokenOnly)];
        JoinWish[] wishes = [.. all.Where(w => arguments.GetValue(w.Option)).Select(w => w.Wish)];
        if (wishes.Length > 1)
            throw AgentException.Usage("--renew, --again and --token-only exclude each other.");
        if (wishes is [JoinWish.TokenOnly] && (join.IsSealed || join.Kind != JoinKind.BootstrapToken))
            throw AgentException.Usage("--token-only goes with --join-kind bootstrap-token and without --seal-kubelet-key: the kubelet keeps its key itself.");
        return wishes is [var wish] ? wish : JoinWish.WhatIsDue;
    }

    private static async Task<int> RunAsync(AgentOptions options, JoinWish wish, TimeSpan wait, bool asJson, CancellationToken cancellation)
    {
        JoinOptions join = options.RequireJoin();
        TimeProvider time = TimeProvider.System;
        var log = new AgentLog(Console.Error, options.LogFormat, time);
        using var verifier = new VerifierClient(options.RequireVerifier());
        using var joiner = new Joiner(options, join, log, time);
        using AgentLock turn = await AgentLock.JoinAsync(options.Folders, Turn, cancellation);
        var attempt = new JoinAttempt(new JoinPreparation(options, join, log, time), new Attester(options, verifier, log, time), joiner, log);
        try
        {
            string outcome = await attempt.RunAsync(wish, wait, cancellation);
            Report(options, join, asJson, new JoinReport(outcome, null, null, null, null, JoinStatusReader.Read(options.Folders, join), join.Folder));
            return ExitCode.Good;
        }
        catch (JoinFailure e) when (asJson)
        {
            Report(options, join, asJson, new JoinReport("failed", e.Reason.Id, e.Because, e.Message, null, JoinStatusReader.Read(options.Folders, join), join.Folder));
            return e.ExitCode;
        }
    }

    private static void Report(AgentOptions options, JoinOptions join, bool asJson, JoinReport report)
    {
        report = report with { Node = new JoinState(options.Folders).Record?.Node ?? options.NodeName };
        if (asJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, StateJson.Default.JoinReport));
            return;
        }
        var files = new KubeletFiles(join.Folder);
        Console.Out.WriteLine(Sentence(report.Outcome));
        Line("node", report.Node);
        Line("gate", report.Join.Gate);
        Line("cluster", report.Join.Server);
        if (report.Outcome == JoinAttempt.Token)
        {
            Line("token", files.Token);
            Line("kubeconfig", files.BootstrapConfig);
            Line("key", files.FirstKey);
        }
        else if (report.Join.Certificate is { } certificate)
        {
            Line("certificate", $"serial {certificate.Serial}, ends {certificate.EndsAt:u}, renewed from {certificate.RenewAt:u} on");
            Line("kubeconfig", files.Config);
        }
    }

    private static string Sentence(string outcome) => outcome switch
    {
        JoinAttempt.Joined => "The node has joined.",
        JoinAttempt.Renewed => "The kubelet's certificate was renewed.",
        JoinAttempt.Token => "The kubelet can file its request with this token.",
        _ => "The node has joined already, and nothing is due.",
    };

    private static void Line(string name, string? value) => Console.Out.WriteLine($"  {name,-12} {value}");
}
