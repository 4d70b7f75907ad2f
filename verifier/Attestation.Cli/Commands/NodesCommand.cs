using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Cli.Nodes;
using Attestation.Cli.Output;
using Attestation.Cli.Verifiers;

namespace Attestation.Cli.Commands;

/// <summary><c>attest nodes</c>: what a verifier holds of its worker nodes, and an operator's word on them.</summary>
internal static class NodesCommand
{
    /// <param name="run">Runs a command's body and prints its answer.</param>
    /// <param name="stream">Runs a command that prints as it goes.</param>
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run, Action<ParseResult, Func<ParseResult, OutputStream, int>> stream)
    {
        var all = new Option<bool>("--all") { Description = "Ended enrolments too: retired nodes, and former keys of a TPM." };
        var command = new Command("nodes", "List a verifier's worker nodes: verdict, how long it holds, why, and when each attests next; worst first.")
        {
            all, NodesWatchCommand.Create(stream), Show(run), Revoke(run), Restore(run),
        };
        VerifierOptions.AddTo(command);
        command.SetAction(parsed => run(parsed, p => List(p, p.GetValue(all))));
        return command;
    }

    private static Answer List(ParseResult parsed, bool ended)
    {
        using NodesClient client = new NodesClient(VerifierOptions.Connect(parsed));
        var board = new NodeBoard(client.ListAsync(CancellationToken.None).GetAwaiter().GetResult());
        DateTimeOffset now = client.Now;
        IReadOnlyList<NodeLine> shown = board.Sorted(now, ended);
        string text = shown.Count == 0
            ? $"no node is enrolled at {client.Root}\nattest-agent enrol makes one known (docs/agent.md)\n"
            : $"{NodeTable.Of(shown, now, Terminal.Width)}{board.Summary(now)}\n";
        if (!ended && board.Ended(now) is > 0 and int count)
            text += $"{count} ended {(count == 1 ? "enrolment" : "enrolments")} not shown, --all lists {(count == 1 ? "it" : "them")}\n";
        return new Answer(ExitCodes.Good, text, NodeJson.Of(shown, now));
    }

    private static Command Show(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        Argument<string> name = Name();
        var command = new Command("show", "Show one node: verdict, reasons with what to do, keys and what vouches for them.") { name };
        command.SetAction(parsed => run(parsed, p => OfOne(p, p.GetRequiredValue(name), (client, node) => client.ShowAsync(node.Key, CancellationToken.None),
            (client, node, document) => NodeText.Of(document, client.Now, client.Root))));
        return command;
    }

    private static Command Revoke(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        Argument<string> name = Name();
        var reason = new Option<string>("--reason") { Description = "Why; shown to whoever reads the node's verdict.", Required = true, HelpName = "TEXT" };
        var command = new Command("revoke", "Take trust from a node at once: its verdict counts no more, and new evidence is refused.") { name, reason };
        command.SetAction(parsed => run(parsed, p => OfOne(p, p.GetRequiredValue(name), (client, node) => client.RevokeAsync(node.Key, p.GetRequiredValue(reason), CancellationToken.None),
            (_, node, document) => $"{node.ShownName} is revoked: {(document["revocation"] as JsonObject)?.Text("reason")}\nits evidence is refused until: attest nodes restore {node.Name ?? node.Key}\n")));
        return command;
    }

    private static Command Restore(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        Argument<string> name = Name();
        var command = new Command("restore", "Lift a revocation; the node counts again after its next attestation.") { name };
        command.SetAction(parsed => run(parsed, p => OfOne(p, p.GetRequiredValue(name), (client, node) => client.RestoreAsync(node.Key, CancellationToken.None), Restored)));
        return command;
    }

    private static string Restored(NodesClient client, NodeLine before, JsonObject document)
    {
        if (before.Revocation is null)
            return $"{before.ShownName} was not revoked\n";
        NodeLine node = NodeLine.OfNode(document);
        string next = node.Next is { } at && at > client.Now ? $", expected in {Span.Of(at - client.Now)}" : "";
        return $"{node.ShownName} is no longer revoked; it counts again after its next attestation{next}\n";
    }

    private static Argument<string> Name() => new("NAME") { Description = "The node's name in the cluster, or the name of its attestation key (its first 8 digits or more)." };

    private static Answer OfOne(ParseResult parsed, string name, Func<NodesClient, NodeLine, Task<JsonObject>> ask, Func<NodesClient, NodeLine, JsonObject, string> text)
    {
        using NodesClient client = new NodesClient(VerifierOptions.Connect(parsed));
        NodeLine node = NodeName.Find(name, client.ListAsync(CancellationToken.None).GetAwaiter().GetResult());
        JsonObject document = ask(client, node).GetAwaiter().GetResult();
        return new Answer(ExitCodes.Good, TextLines.Printable(text(client, node, document)), document);
    }
}
