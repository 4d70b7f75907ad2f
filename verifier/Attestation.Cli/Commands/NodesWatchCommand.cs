using System.CommandLine;
using System.Runtime.InteropServices;
using Attestation.Cli.Nodes;
using Attestation.Cli.Nodes.Watching;
using Attestation.Cli.Output;
using Attestation.Cli.Verifiers;

namespace Attestation.Cli.Commands;

/// <summary><c>attest nodes watch</c>: a live table in a terminal, else a line a change, until Ctrl-C.</summary>
internal static class NodesWatchCommand
{
    internal static Command Create(Action<ParseResult, Func<ParseResult, OutputStream, int>> stream)
    {
        var renewals = new Option<bool>("--renewals") { Description = "Tell each new verdict, also where it says the same as the last." };
        var command = new Command("watch", "Follow the verdicts as they change. In a terminal a live table, else a line a change; with --json a document a line. Ctrl-C ends it.") { renewals };
        command.SetAction(parsed => stream(parsed, (p, output) => Watch(p, output, p.GetValue(renewals))));
        return command;
    }

    private static int Watch(ParseResult parsed, OutputStream output, bool renewals)
    {
        using NodesClient client = new NodesClient(VerifierOptions.Connect(parsed));
        using var end = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using IWatchView view = output.IsTerminal ? new WatchScreen(output.Out, client.Root) : new WatchLines(output);
        try
        {
            new NodeWatch(client, view, renewals).RunAsync(end.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Ctrl-C is how it ends
        }
        catch (IOException) when (!output.IsTerminal)
        {
            // who read it has gone: attest nodes watch | head
        }
        return ExitCodes.Good;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.Cancel();
        }
    }
}
