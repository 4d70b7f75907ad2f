using Attestation.Cli.Output;
using Spectre.Console;

namespace Attestation.Cli.Nodes;

/// <summary>Nodes as a table for people.</summary>
internal static class NodeTable
{
    /// <summary>Wide enough for any name: whoever reads it line by line wants no line broken.</summary>
    public const int Unbroken = 2000;

    /// <param name="nodes">In the order of the rows.</param>
    /// <param name="now">The verifier's clock.</param>
    /// <param name="width">Columns of the terminal; the reasons are cut to fit.</param>
    public static string Of(IReadOnlyList<NodeLine> nodes, DateTimeOffset now, int width = Unbroken)
    {
        string[][] rows = [.. nodes.Select(node => Row(node, now))];
        int others = Enumerable.Range(0, 4).Sum(column => rows.Max(row => row[column].Length) + 2);
        int room = Math.Max(12, width - Math.Max(others, 24) - 1);
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (string header in (string[])["NODE", "VERDICT", "HOLDS", "NEXT", "REASON"])
            table.AddColumn(new TableColumn(header) { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        foreach (string[] row in rows)
            table.AddRow([.. row.Select((cell, column) => Markup.Escape(column == 4 && cell.Length > room ? cell[..(room - 3)] + "..." : cell))]);
        return Render(table);
    }

    private static string[] Row(NodeLine node, DateTimeOffset now)
    {
        NodeVerdictWord word = node.Word(now);
        bool counts = word is NodeVerdictWord.Late or NodeVerdictWord.Warning or NodeVerdictWord.Trusted;
        string next = word == NodeVerdictWord.Ended ? "-" : node.Next is { } at && at <= now ? $"overdue {Span.Of(now - at)}" : Span.Until(node.Next, now);
        return
        [
            TextLines.Printable(node.ShownName), NodeBoard.WordOf(word), counts ? word == NodeVerdictWord.Late ? $"ended {Span.Until(node.Expires, now)}" : Span.Until(node.Expires, now) : "-", next,
            TextLines.Printable(node.Why(word)),
        ];
    }

    private static string Render(Table table)
    {
        var writer = new StringWriter { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = Unbroken;
        console.Write(table);
        return string.Join('\n', writer.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}
