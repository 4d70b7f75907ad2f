using System.CommandLine;
using Attestation.NodeAgent.Gpio;

namespace Attestation.NodeAgent.Commands;

/// <summary><c>attest-agent tamper</c></summary>
internal static class TamperCommand
{
    private static readonly Option<bool> Clear = new("--clear") { Description = "Forget the openings so far, at the word of the node's owner. Not while the case is open." };

    public static Command Build()
    {
        var command = new Command("tamper", "Say whether the node's case was opened: 0 intact, 1 opened since the record was cleared, or no record.") { Clear };
        command.SetAction(arguments => Run(AgentOptionSet.Read(arguments), arguments.GetValue(Clear)));
        return command;
    }

    private static int Run(AgentOptions options, bool clear)
    {
        if (options.Tamper is not { } pin)
            throw AgentException.Usage("No tamper input: name its line with --tamper, or as ATTEST_AGENT_TAMPER in the environment or the configuration file.");
        using NodeTamper tamper = NodeTamper.Open(pin, options.Folders);
        if (clear && !tamper.TryClear())
            throw AgentException.Refused($"Nothing was forgotten: the case is open ({pin} reads its active level), or the record in {options.Folders.State} cannot be written.");
        bool isTripped = tamper.IsTripped();
        bool isRecorded = NodeTamper.Record(options.Folders).TryRead(out _, out int times);
        Console.Out.WriteLine(isTripped ? isRecorded ? "opened" : "opened, or never cleared: there is no record" : "intact");
        if (isRecorded)
            Console.Out.WriteLine($"  times opened  {times}");
        return isTripped ? ExitCode.Refused : ExitCode.Good;
    }
}
