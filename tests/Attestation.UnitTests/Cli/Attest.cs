using System.Text.Json.Nodes;
using Attestation.Cli;

namespace Attestation.UnitTests.Cli;

/// <summary>Runs <c>attest</c> in this process, as a user would.</summary>
internal sealed record Attest(int ExitCode, string Out, string Error)
{
    public static Attest Run(params string[] args)
    {
        var stdout = new StringWriter();
        var stderr = new StringWriter();
        int exitCode = CliProgram.Run(args, stdout, stderr);
        return new Attest(exitCode, stdout.ToString(), stderr.ToString());
    }

    /// <summary>With --json: exactly one JSON object on standard output, nothing on standard error.</summary>
    public static (int ExitCode, JsonObject Document) Json(params string[] args)
    {
        Attest run = Run([.. args, "--json"]);
        Assert.Empty(run.Error);
        return (run.ExitCode, Assert.IsType<JsonObject>(JsonNode.Parse(run.Out)));
    }
}
