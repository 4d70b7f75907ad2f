using System.CommandLine;
using Attestation.Cli.Output;

namespace Attestation.Cli.Commands;

/// <summary><c>attest tpm</c>: the group; each subcommand has its own file.</summary>
internal static class TpmCommands
{
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run) => new("tpm", "TPM 2.0: what a TPM says, checked without one.")
    {
        TpmCheckQuoteCommand.Create(run),
        EventLogCommand.Create(run),
        TpmMakeCredentialCommand.Create(run),
        TpmRootsCommand.Create(run),
    };
}
