using System.CommandLine;
using Attestation.Cli.Output;

namespace Attestation.Cli.Commands;

/// <summary>The commands of <c>attest</c>, in the order of its help.</summary>
internal static class AllCommands
{
    /// <param name="run">Runs a command's body and prints its answer.</param>
    /// <param name="stream">Runs a command that prints as it goes.</param>
    internal static IEnumerable<Command> Create(Action<ParseResult, Func<ParseResult, Answer>> run, Action<ParseResult, Func<ParseResult, OutputStream, int>> stream) =>
    [
        InspectCommand.Create(run),
        DiceCommand.Create(run),
        AppraiseCommand.Create(run),
        CorimCommand.Create(run),
        EarCommand.Create(run),
        TpmCommands.Create(run),
        ImaCommand.Create(run),
        ExplainCommand.Create(run),
        NodesCommand.Create(run, stream),
        DevicesCommand.Create(run),
    ];
}
