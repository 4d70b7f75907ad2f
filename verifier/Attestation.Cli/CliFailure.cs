using Attestation.Formats;
using Attestation.Formats.Reasons;

namespace Attestation.Cli;

/// <summary>Ends a command early with a sentence, a hint and an exit code. Never seen as an exception by the user.</summary>
public sealed class CliFailure : Exception
{
    private CliFailure(int exitCode, string sentence, string hint, string? code) : base(sentence) =>
        (ExitCode, Hint, Code) = (exitCode, hint, code);

    public int ExitCode { get; }

    /// <summary>What to do about it; may be empty.</summary>
    public string Hint { get; }

    /// <summary>Id of the reason, where one exists.</summary>
    public string? Code { get; }

    /// <summary>The user asked for something that cannot be done, or named the wrong input.</summary>
    public static CliFailure Usage(string sentence, string hint = "", string? code = null) => new(ExitCodes.Usage, sentence, hint, code);

    /// <summary>An input is not what it should be.</summary>
    public static CliFailure Malformed(string what, ParseError error) =>
        new(ExitCodes.Usage, $"{what}: {error.Code.Sentence} ({error})", error.Code.Remedy, error.Code.Id);

    /// <summary>An input is not what it should be, said by a reader that has its own words for the place.</summary>
    public static CliFailure Malformed(string what, ReasonCode code, string problem) =>
        new(ExitCodes.Usage, $"{what}: {code.Sentence} ({problem})", code.Remedy, code.Id);

    /// <summary>Something outside failed.</summary>
    public static CliFailure Failed(string sentence, string hint = "") => new(ExitCodes.Failed, sentence, hint, null);
}
