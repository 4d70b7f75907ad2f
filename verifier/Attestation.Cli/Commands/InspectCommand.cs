using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Cli.Inputs;
using Attestation.Cli.Inspecting;
using Attestation.Cli.Output;

namespace Attestation.Cli.Commands;

/// <summary><c>attest inspect</c>: says what a file is, what stands in it, and where it deviates from its format's text. Verifies nothing.</summary>
internal static class InspectCommand
{
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        var file = new Argument<string>("FILE") { Description = "A certificate, DICE chain, evidence, CMW, CoRIM, result, COSE message, key, or any CBOR." };
        var command = new Command("inspect", "Say what a file is and what stands in it, and lint its dialect. Verifies no signature.") { file };
        command.SetAction(parsed => run(parsed, p => Inspect(InputFile.Read(p.GetRequiredValue(file)))));
        return command;
    }

    private static Answer Inspect(InputFile file)
    {
        Description description = Inspector.Inspect(file);
        var text = new TextLines();
        foreach (string lint in description.Lint)
            text.Line($"lint: {lint}", 1);
        var document = new JsonObject
        {
            ["file"] = file.Name,
            ["kind"] = description.Kind,
            ["content"] = description.Facts.DeepClone(),
            ["lint"] = Values.List(description.Lint),
            ["findings"] = LintLines.Json(description.Findings),
        };
        return new Answer(ExitCodes.Good, JsonAsText.Render($"{file.Name}: {description.Kind}", description.Facts) + text + LintLines.Text(description.Findings), document);
    }
}
