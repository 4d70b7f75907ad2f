using System.CommandLine;
using Attestation.Cli.Inputs;

namespace Attestation.Cli.Verifiers;

/// <summary>Which verifier a command asks, and with what token.</summary>
internal static class VerifierOptions
{
    private const string Fallback = "http://127.0.0.1:8080";

    private static readonly Option<string> Verifier = new("--verifier")
    {
        Description = $"Base URL of the verifier; ATTEST_VERIFIER, or {Fallback}, where it is not given.", HelpName = "URL", Recursive = true,
    };

    private static readonly Option<string> TokenFile = new("--token-file")
    {
        Description = "File with the verifier's token (its --api-token-file); ATTEST_TOKEN_FILE where it is not given.", HelpName = "FILE", Recursive = true,
    };

    private static readonly Option<string> CaFile = new("--ca-file")
    {
        Description = "Authorities that may vouch for the verifier's certificate, PEM, instead of this machine's.", HelpName = "FILE", Recursive = true,
    };

    public static void AddTo(Command command)
    {
        command.Options.Add(Verifier);
        command.Options.Add(TokenFile);
        command.Options.Add(CaFile);
    }

    public static VerifierConnection Connect(ParseResult parsed)
    {
        string url = parsed.GetValue(Verifier) ?? Set("ATTEST_VERIFIER") ?? Fallback;
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out Uri? root) || root.Scheme is not ("http" or "https"))
            throw CliFailure.Usage($"{url} is not an http or https URL", "--verifier takes the verifier's address, for example https://verifier.example:8443.");
        string? file = parsed.GetValue(TokenFile) ?? Set("ATTEST_TOKEN_FILE");
        string? token = file is null ? null : InputFile.Read(file).AsText() ?? throw CliFailure.Usage($"{file} holds no token", "Name the file that attest-verifier was given with --api-token-file.");
        return new VerifierConnection(root, token, parsed.GetValue(CaFile));
    }

    private static string? Set(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
