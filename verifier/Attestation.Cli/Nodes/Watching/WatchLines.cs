using System.Text.Json.Nodes;
using Attestation.Cli.Inspecting;
using Attestation.Cli.Output;

namespace Attestation.Cli.Nodes.Watching;

/// <summary>A watch for files, pipes and programs: every node once, then a line a change.</summary>
internal sealed class WatchLines(OutputStream output) : IWatchView
{
    public void Begin(NodeBoard board, DateTimeOffset now)
    {
        foreach (NodeLine node in board.Sorted(now, ended: false))
            Write(new NodeChange(node, null, node.Word(now)), "now", now);
    }

    public void Change(NodeChange change, DateTimeOffset now) => Write(change, "change", now);

    public void Away(string why, TimeSpan pause, DateTimeOffset now)
    {
        if (output.Json)
            Write(new JsonObject { ["event"] = "away", ["now"] = Values.Time(now), ["error"] = why, ["pauseSeconds"] = (int)pause.TotalSeconds });
        else
            output.Error.WriteLine($"attest: {why}; trying again in {Span.Of(pause)}");
    }

    public void Back(DateTimeOffset now)
    {
        if (output.Json)
            Write(new JsonObject { ["event"] = "back", ["now"] = Values.Time(now) });
        else
            output.Error.WriteLine("attest: the verifier answers again");
    }

    public void Tick(NodeBoard board, DateTimeOffset now)
    {
        // lines have no clock
    }

    public void Dispose() => output.Out.Flush();

    private void Write(NodeChange change, string kind, DateTimeOffset now)
    {
        if (output.Json)
        {
            JsonObject document = NodeJson.Of(change.Node, now);
            document.Insert(0, "event", kind);
            document.Insert(1, "now", Values.Time(now));
            document["before"] = change.Before is { } before ? NodeBoard.WordOf(before) : null;
            Write(document);
            return;
        }
        output.Out.WriteLine(ChangeText.Of(change, now));
        output.Out.Flush();
    }

    private void Write(JsonObject document)
    {
        output.Out.WriteLine(document.ToJsonString(JsonText.Line));
        output.Out.Flush();
    }
}
