using System.CommandLine;
using Attestation.NodeAgent.Gpio;
using Attestation.NodeAgent.Running;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.NodeAgent.Commands;

/// <summary><c>attest-agent run</c></summary>
internal static class RunCommand
{
    private static readonly Option<bool> Once = new("--once") { Description = "Attest once and end: 0 affirming, 1 refused, 3 verifier or TPM failed." };
    private static readonly Option<string?> Patience = AgentOptionSet.Text("--patience", "SECONDS", "With --once: try again for so long while there is no verdict, 0 to 86400; 0.");

    public static Command Build()
    {
        var command = new Command("run", "Attest at boot and then at the interval that the verifier asks for.") { Once, Patience };
        command.SetAction((arguments, cancellation) =>
        {
            var settings = new Settings(arguments, AgentOptionSet.EnvironmentVariables());
            TimeSpan patience = AgentOptionSet.SecondsOf(settings, Patience, 0, 86400, least: 0);
            return RunAsync(AgentOptionSet.Read(arguments), arguments.GetValue(Once), patience, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(AgentOptions options, bool once, TimeSpan patience, CancellationToken cancellation)
    {
        TimeProvider time = TimeProvider.System;
        using var verifier = new VerifierClient(options.RequireVerifier());
        using var manager = new ServiceManager(Environment.GetEnvironmentVariable);
        var log = new AgentLog(Console.Error, options.LogFormat, time);
        var status = new StatusKeeper(options, manager, log, time);
        using var cycle = new NodeCycle(options, new Attester(options, verifier, log, time), log, time);
        using NodeLines lines = NodeLines.Open(options, log, time);
        status.Concluded = lines.Show;
        var service = new AgentService(options, cycle, status, manager, log, time);
        if (once)
            return (await service.RunOnceAsync(patience, cancellation)).ExitCode;
        await service.RunAsync(cancellation);
        return ExitCode.Good;
    }
}
