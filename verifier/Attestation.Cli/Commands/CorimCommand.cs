using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Appraisal.Endorsements;
using Attestation.Cli.Inputs;
using Attestation.Cli.Inspecting;
using Attestation.Cli.Output;
using Attestation.Formats.Corim;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Cli.Commands;

/// <summary><c>attest corim verify</c>: who signed a CoRIM, and what of it an appraisal would use.</summary>
internal static class CorimCommand
{
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        var file = new Argument<string>("FILE") { Description = "The CoRIM, signed or not." };
        var key = new Option<string[]>("--key") { Description = "Public key of who may have signed it: PEM, DER, JWK, COSE_Key or certificate. May be repeated.", HelpName = "FILE" };
        var verify = new Command("verify", "Verify a CoRIM's signature and say what of it an appraisal uses. An unsigned CoRIM is refused.") { file, key };
        verify.SetAction(parsed => run(parsed, p => Verify(InputFile.Read(p.GetRequiredValue(file)), p.GetValue(key) ?? [])));
        return new Command("corim", "Reference values and endorsements.") { verify };
    }

    private static Answer Verify(InputFile file, string[] keyNames)
    {
        VerificationKey[] keys = [.. keyNames.Select(name => KeyFile.Read(InputFile.Read(name)))];
        if (!UnverifiedSignedCorim.LooksSigned(file.Bytes.Span))
        {
            CorimFile unsigned = CorimFile.Read(file, [])!;
            return Answer(file, unsigned, ExitCodes.Refused, "not signed", AppraisalReasons.UnsignedCorim);
        }
        if (keys.Length == 0)
            throw CliFailure.Usage($"{file.Name} is signed, and no --key was given to verify it with", $"It says it was signed by {CorimFile.ReadSigned(file).Signer}.");
        return CorimFile.Read(file, keys) is { } corim
            ? Answer(file, corim, ExitCodes.Good, $"verified, signed by {corim.Signer}", null)
            : Refused(file);
    }

    private static Answer Refused(InputFile file)
    {
        UnverifiedSignedCorim corim = CorimFile.ReadSigned(file);
        var text = new TextLines().Line($"{file.Name}: refused");
        FindingLines.Write(text, CoseReasons.Signature, file.Name, "a signature by one of the keys given", $"signer {corim.Signer}, {corim.Algorithm}");
        var document = new JsonObject
        {
            ["file"] = file.Name,
            ["verified"] = false,
            ["findings"] = new JsonArray(FindingLines.Json(CoseReasons.Signature, file.Name, "a signature by one of the keys given", $"signer {corim.Signer}")),
        };
        return new Answer(ExitCodes.Refused, text.ToString(), document);
    }

    private static Answer Answer(InputFile file, CorimFile corim, int exitCode, string verdict, ReasonCode? finding)
    {
        CorimIntake intake = new EndorsementSetBuilder().AddCorim(corim.Manifest, corim.Signer, corim.SignatureValidity);
        JsonObject document = new()
        {
            ["file"] = file.Name,
            ["verified"] = exitCode == ExitCodes.Good,
            ["signer"] = corim.Signer.Length == 0 ? null : corim.Signer,
            ["id"] = corim.Manifest.Id.ToString(),
            ["referenceTriples"] = intake.References,
            ["nodeValues"] = intake.Nodes,
            ["identities"] = intake.Identities,
            ["notUsed"] = Values.List(intake.NotUsed),
            ["findings"] = finding is null ? new JsonArray() : new JsonArray(FindingLines.Json(finding, file.Name, "a signed CoRIM", "an unsigned one")),
        };
        var text = new TextLines().Line($"{file.Name}: {verdict}").Fact("id", corim.Manifest.Id)
            .Fact("references", $"{intake.References} layers").Fact("node values", intake.Nodes).Fact("identities", intake.Identities);
        foreach (string skipped in intake.NotUsed)
            text.Line($"not used: {skipped}", 1);
        if (finding is not null)
            text.Line($"hint: {finding.Remedy}", 1);
        return new Answer(exitCode, text.ToString(), document);
    }
}
