using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Attestation.Simulator.Demonstration;

/// <summary>Shows outcomes: a table where somebody looks, plain lines in a pipe, JSON on request.</summary>
internal static class OutcomeTable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(IAnsiConsole console, IReadOnlyList<DeviceOutcome> rows)
    {
        if (console.Profile.Out.IsTerminal)
            console.Write(Table(rows));
        else
            WriteLines(console, rows);
    }

    public static string Json(IReadOnlyList<DeviceOutcome> rows)
    {
        var list = new JsonArray([.. rows.Select(row => (JsonNode)new JsonObject
        {
            ["device"] = row.Device,
            ["done"] = row.Done,
            ["verdict"] = row.Verdict,
            ["reasons"] = new JsonArray([.. row.Reasons.Select(reason => (JsonNode)JsonValue.Create(reason))]),
            ["expected"] = row.Expected,
            ["isExpected"] = row.IsExpected,
        })]);
        return new JsonObject { ["allExpected"] = rows.All(row => row.IsExpected), ["devices"] = list }.ToJsonString(Indented);
    }

    private static Table Table(IReadOnlyList<DeviceOutcome> rows)
    {
        Table table = new Table().Border(TableBorder.Rounded)
            .AddColumn("device", column => column.NoWrap()).AddColumn("what was done to it").AddColumn("verdict", column => column.NoWrap())
            .AddColumn("reason", column => column.NoWrap()).AddColumn("as expected");
        foreach (DeviceOutcome row in rows)
        {
            string colour = row.Verdict == Verifiers.VerifierAnswer.Affirming ? "green" : "yellow";
            table.AddRow(Markup.Escape(row.Device), Markup.Escape(row.Done), $"[{colour}]{Markup.Escape(row.Verdict)}[/]", Markup.Escape(row.ReasonText),
                row.IsExpected ? "[green]yes[/]" : $"[red]NO: {Markup.Escape(row.Expected)}[/]");
        }
        return table;
    }

    private static void WriteLines(IAnsiConsole console, IReadOnlyList<DeviceOutcome> rows)
    {
        int device = rows.Max(row => row.Device.Length), verdict = rows.Max(row => row.Verdict.Length), reason = rows.Max(row => row.ReasonText.Length);
        TextWriter output = console.Profile.Out.Writer;
        foreach (DeviceOutcome row in rows)
        {
            string expected = row.IsExpected ? "as expected" : $"NOT AS EXPECTED ({row.Expected})";
            output.WriteLine($"{row.Device.PadRight(device)}  {row.Verdict.PadRight(verdict)}  {row.ReasonText.PadRight(reason)}  {expected}  [{row.Done}]");
        }
    }
}
