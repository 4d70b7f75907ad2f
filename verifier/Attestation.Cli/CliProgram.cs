using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Cli.Commands;
using Attestation.Cli.Output;

namespace Attestation.Cli;

/// <summary>The <c>attest</c> program as a function, so that tests call what users call.</summary>
public static class CliProgram
{
    /// <param name="args">Command line without the program's name.</param>
    /// <param name="stdout">The answer: text for people, or with --json one JSON document.</param>
    /// <param name="stderr">Complaints for people; with --json empty.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(string[] args, TextWriter stdout, TextWriter stderr)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON document on standard output.", Recursive = true };
        int exitCode = ExitCodes.Good;
        RootCommand root = Root(json, (parsed, command) => exitCode = Answer(parsed.GetValue(json), () => command(parsed), stdout, stderr),
            (parsed, command) => exitCode = Guarded(parsed.GetValue(json), () => command(parsed, new OutputStream(stdout, stderr, parsed.GetValue(json))), stdout, stderr, JsonText.Line));
        ParseResult result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0 && !IsHelp(result))
            return Answer(args.Contains("--json"), () => throw UsageError(result), stdout, stderr);
        int invoked = result.Invoke(new InvocationConfiguration { Output = stdout, Error = stderr, EnableDefaultExceptionHandler = false });
        return invoked != 0 ? ExitCodes.Usage : exitCode;
    }

    private static RootCommand Root(Option<bool> json, Action<ParseResult, Func<ParseResult, Answer>> run, Action<ParseResult, Func<ParseResult, OutputStream, int>> stream)
    {
        var root = new RootCommand("Inspects, verifies and appraises attestation evidence. Exit codes: 0 good, 1 refused, 2 usage or malformed input, 3 tool or service failed.");
        root.Add(json);
        foreach (Command command in AllCommands.Create(run, stream))
            root.Add(command);
        return root;
    }

    private static bool IsHelp(ParseResult result) => result.Action is System.CommandLine.Help.HelpAction;

    private static CliFailure UsageError(ParseResult result) =>
        CliFailure.Usage(result.Errors[0].Message, $"attest {string.Join(' ', Path(result))}--help shows what it takes.");

    private static IEnumerable<string> Path(ParseResult result)
    {
        var names = new Stack<string>();
        for (var at = result.CommandResult; at.Parent is not null; at = (System.CommandLine.Parsing.CommandResult)at.Parent)
            names.Push(at.Command.Name);
        return names.Append("");
    }

    private static int Answer(bool json, Func<Answer> command, TextWriter stdout, TextWriter stderr) => Guarded(json, () =>
    {
        Answer answer = command();
        if (json)
            stdout.WriteLine(answer.Document.ToJsonString(JsonText.Indented));
        else
            stdout.Write(answer.Text);
        return answer.ExitCode;
    }, stdout, stderr);

    /// <param name="json">Was --json given?</param>
    /// <param name="command">Prints its own answer.</param>
    /// <param name="stdout">Where a complaint goes with --json.</param>
    /// <param name="stderr">Where it goes without.</param>
    /// <param name="style">Of a complaint in JSON; indented where nothing is said.</param>
    private static int Guarded(bool json, Func<int> command, TextWriter stdout, TextWriter stderr, JsonSerializerOptions? style = null)
    {
        try
        {
            return command();
        }
        catch (CliFailure failure)
        {
            return Complain(failure.ExitCode, failure.Message, failure.Hint, failure.Code, json ? style ?? JsonText.Indented : null, stdout, stderr);
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            return Complain(ExitCodes.Failed, $"internal error: {defect.GetType().Name}: {defect.Message}", "This is a defect of attest; please report it with the input.", null, json ? style ?? JsonText.Indented : null, stdout, stderr);
        }
    }

    private static int Complain(int exitCode, string sentence, string hint, string? code, JsonSerializerOptions? json, TextWriter stdout, TextWriter stderr)
    {
        if (json is not null)
        {
            var document = new JsonObject { ["error"] = sentence, ["hint"] = hint.Length == 0 ? null : hint, ["code"] = code, ["exitCode"] = exitCode };
            stdout.WriteLine(document.ToJsonString(json));
            return exitCode;
        }
        stderr.WriteLine($"attest: {sentence}");
        if (hint.Length > 0)
            stderr.WriteLine($"hint: {hint}");
        return exitCode;
    }
}
