using System.CommandLine;
using Attestation.Factory.Releases.Comparison;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory diff OLD NEW</c></summary>
internal static class DiffCommand
{
    private static readonly Argument<string> Old = new("OLD") { Description = "Folder of release build, or a release's signed CoRIM." };
    private static readonly Argument<string> New = new("NEW") { Description = "The release that follows it." };
    private static readonly Option<string[]> CorimKeys = new("--corim-key")
    {
        Description = "Public key that signed the CoRIM; once for both, or one for OLD and one for NEW. Folders bring theirs.",
        HelpName = "FILE",
    };

    public static Command Build()
    {
        CorimKeys.Validators.Add(result =>
        {
            if (result.Tokens.Count > 2)
                result.AddError("--corim-key is given at most twice.");
        });
        var diff = new Command("diff", "Say what changes for verifiers, boards and the line when one release follows another.") { Old, New, CorimKeys };
        diff.SetAction(Run);
        return diff;
    }

    private static int Run(ParseResult arguments)
    {
        CommandOutput output = CommandOutput.Standard;
        return output.Guard("attest-factory", () =>
        {
            VerificationKey[] keys = [.. (arguments.GetValue(CorimKeys) ?? []).Select(PublicKeyFile.Read)];
            ReleaseStatement old = ReleaseStatement.Read(arguments.GetValue(Old)!, keys.FirstOrDefault());
            ReleaseStatement @new = ReleaseStatement.Read(arguments.GetValue(New)!, keys.LastOrDefault());
            var report = new DifferenceReport(ReleaseDifference.Between(old, @new));
            output.Report(arguments.GetValue(CommandOutput.Json), report.Document(), report.Text());
            return ExitCode.Good;
        });
    }
}
