using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Cli.Inputs;
using Attestation.Cli.Inspecting;
using Attestation.Cli.Output;
using Attestation.Formats;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;

namespace Attestation.Cli.Commands;

/// <summary><c>attest ear verify</c>: an attestation result, as JWT or CWT, in either dialect.</summary>
internal static class EarCommand
{
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        var file = new Argument<string>("FILE") { Description = "The result: a JWT or a CWT." };
        var key = new Option<string>("--key") { Description = "The verifier's public key: PEM, JWK, JWK Set, discovery document, COSE_Key or certificate.", Required = true, HelpName = "FILE" };
        var verify = new Command("verify", "Verify a result's signature and form. Exit 0 says that the verifier said it, not that the verdict is good: read the status.") { file, key };
        verify.SetAction(parsed => run(parsed, p => Verify(InputFile.Read(p.GetRequiredValue(file)), InputFile.Read(p.GetRequiredValue(key)))));
        return new Command("ear", "Attestation results.") { verify };
    }

    private static Answer Verify(InputFile file, InputFile keyFile)
    {
        bool read = EarFile.TryRead(file, out UnverifiedEar? ear, out ParseError error);
        VerificationKey key = KeyFile.Read(keyFile, ear?.KeyId);
        if (!read || ear is null)
            throw CliFailure.Malformed(file.Name, error);
        return ear.Verify(key, out EarClaims? claims, out error) ? Good(file, claims) : Refused(file, error, key);
    }

    private static Answer Good(InputFile file, EarClaims claims)
    {
        JsonObject facts = EarInspection.Facts(claims);
        JsonObject document = new() { ["file"] = file.Name, ["verified"] = true, ["status"] = claims.Status.ToString().ToLowerInvariant(), ["result"] = facts.DeepClone() };
        return new Answer(ExitCodes.Good, JsonAsText.Render($"{file.Name}: verified, status {claims.Status.ToString().ToLowerInvariant()}", facts), document);
    }

    private static Answer Refused(InputFile file, ParseError error, VerificationKey key)
    {
        string where = error.Path.Length == 0 ? file.Name : error.Path;
        var text = new TextLines().Line($"{file.Name}: refused");
        FindingLines.Write(text, error.Code, where, $"a result signed by {key}", $"defect at byte {error.Offset}");
        var document = new JsonObject
        {
            ["file"] = file.Name,
            ["verified"] = false,
            ["findings"] = new JsonArray(FindingLines.Json(error.Code, where, $"a result signed by {key}", $"defect at byte {error.Offset}")),
        };
        return new Answer(ExitCodes.Refused, text.ToString(), document);
    }
}
