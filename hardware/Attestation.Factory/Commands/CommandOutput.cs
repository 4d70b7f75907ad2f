using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.Factory.Commands;

/// <summary>How commands speak: the result on standard output, as text or as one JSON document; everything else on standard error.</summary>
public sealed class CommandOutput(TextWriter output, TextWriter error)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document instead of text.", Recursive = true };

    public static CommandOutput Standard => new(Console.Out, Console.Error);

    public TextWriter Error => error;

    /// <summary>The result of a command.</summary>
    /// <param name="asJson">What <c>--json</c> says.</param>
    /// <param name="document">Members in the order in which text shows them.</param>
    /// <param name="summary">First line of the text.</param>
    public void Result(bool asJson, JsonObject document, string summary)
    {
        if (asJson)
        {
            output.WriteLine(document.ToJsonString(Indented));
            return;
        }
        output.WriteLine(summary);
        (string Name, string Text)[] members = [.. document.Where(member => member.Value is not null).Select(member => (member.Key, Text(member.Value!)))];
        int width = members.Select(member => member.Name.Length).DefaultIfEmpty().Max();
        foreach (var (name, text) in members)
            output.WriteLine($"  {name.PadRight(width)}  {text}");
    }

    private static string Text(JsonNode value) => value switch
    {
        JsonArray { Count: 0 } or JsonObject { Count: 0 } => "none",
        JsonArray list => string.Join(", ", list.Select(item => item is null ? "" : Text(item))),
        JsonObject members => string.Join(", ", members.Where(member => member.Value is not null).Select(member => $"{member.Key} {Text(member.Value!)}")),
        _ => value.ToString(),
    };

    /// <summary>The result of a command whose text is more than its members.</summary>
    public void Report(bool asJson, JsonObject document, string text) => output.Write(asJson ? document.ToJsonString(Indented) + Environment.NewLine : text);

    /// <summary>Text that is laid out already.</summary>
    public void Lines(IEnumerable<string> lines)
    {
        foreach (string line in lines)
            output.WriteLine(line);
    }

    /// <summary>Rows in columns, the last column as it is.</summary>
    public void Table(IEnumerable<string[]> rows)
    {
        string[][] all = [.. rows];
        int[] widths = [.. Enumerable.Range(0, all[0].Length).Select(i => all.Max(r => r[i].Length))];
        foreach (string[] row in all)
            output.WriteLine("  " + string.Join("  ", row.Select((cell, i) => i == row.Length - 1 ? cell : cell.PadRight(widths[i]))));
    }

    /// <summary>Runs a command; a refusal becomes code, detail and remedy on standard error, and an exit code.</summary>
    /// <param name="program">Name of the program, for the message.</param>
    /// <param name="command">The command.</param>
    public int Guard(string program, Func<int> command)
    {
        try
        {
            return command();
        }
        catch (FactoryException refusal)
        {
            return Refused(program, refusal);
        }
    }

    /// <summary>The same for a command that waits.</summary>
    /// <param name="program">Name of the program, for the message.</param>
    /// <param name="command">The command.</param>
    /// <param name="seen">Gets the refusal as well, for the command's last word.</param>
    public async Task<int> GuardAsync(string program, Func<Task<int>> command, Action<FactoryException>? seen = null)
    {
        try
        {
            return await command();
        }
        catch (FactoryException refusal)
        {
            seen?.Invoke(refusal);
            return Refused(program, refusal);
        }
    }

    private int Refused(string program, FactoryException refusal)
    {
        error.WriteLine($"{program}: {refusal.Reason.Id}: {refusal.Reason.Sentence}");
        error.WriteLine($"  {refusal.Detail}");
        error.WriteLine($"  {refusal.Reason.Remedy}");
        return ExitCode.Of(refusal.Reason);
    }

    /// <summary>Parses and runs; wrong usage is told on standard error and ends with 2.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="arguments">As the program got them.</param>
    /// <param name="terminationPatience">How long a command may tidy up after Ctrl-C; null: it has nothing to tidy up.</param>
    public static async Task<int> RunAsync(RootCommand root, string[] arguments, TimeSpan? terminationPatience = null)
    {
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count == 0 || parsed.Action is System.CommandLine.Help.HelpAction)
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = terminationPatience });
        foreach (var problem in parsed.Errors)
            await Console.Error.WriteLineAsync(problem.Message);
        await Console.Error.WriteLineAsync($"See {root.Name} {string.Concat(PathOf(parsed.CommandResult))}--help");
        return ExitCode.Usage;
    }

    private static IEnumerable<string> PathOf(System.CommandLine.Parsing.CommandResult command) =>
        command.Parent is System.CommandLine.Parsing.CommandResult parent ? [.. PathOf(parent), command.Command.Name + " "] : [];
}
