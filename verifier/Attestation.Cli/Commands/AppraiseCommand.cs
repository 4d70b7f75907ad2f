using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Appraisal;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Cli.Inputs;
using Attestation.Cli.Output;
using Attestation.Formats;
using Attestation.Formats.Keys;

namespace Attestation.Cli.Commands;

/// <summary><c>attest appraise</c>: the verifier's whole judgement over files, without a service. It knows no device's history.</summary>
internal static class AppraiseCommand
{
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        var evidence = new Option<string>("--evidence") { Description = "The evidence.", Required = true, HelpName = "FILE" };
        var type = new Option<string>("--type") { Description = "Its media type.", DefaultValueFactory = _ => MediaTypes.DeviceEvidence, HelpName = "MEDIA" };
        var nonce = new Option<string>("--nonce") { Description = "The nonce it must answer, hexadecimal.", Required = true, HelpName = "HEX" };
        var corim = new Option<string[]>("--corim") { Description = "Reference values or endorsements. May be repeated.", HelpName = "FILE" };
        var corimKey = new Option<string[]>("--corim-key") { Description = "Public key of a CoRIM signer. May be repeated.", HelpName = "FILE" };
        var anchor = new Option<string[]>("--anchor") { Description = "CA certificate or UDS public key that the chain may end in. May be repeated.", HelpName = "FILE" };
        var policy = new Option<string>("--policy") { Description = "Appraisal policy; by default everything is required.", HelpName = "FILE" };
        var now = new Option<string>("--now") { Description = "The time of the judgement (RFC 3339); the clock's by default.", HelpName = "TIME" };
        var command = new Command("appraise", "Judge evidence as a verifier does. Exit 0 only for an affirming verdict; a warning or a refusal is 1.")
        {
            evidence, type, nonce, corim, corimKey, anchor, policy, now,
        };
        command.SetAction(parsed => run(parsed, p =>
        {
            Policy judge = ReadPolicy(p.GetValue(policy));
            return Appraise(new AppraisalRequest
            {
                Evidence = InputFile.Read(p.GetRequiredValue(evidence)).Bytes,
                MediaType = p.GetRequiredValue(type),
                Nonce = Arguments.Hex(p.GetRequiredValue(nonce), "--nonce"),
                Endorsements = Endorse(p.GetValue(corim) ?? [], p.GetValue(corimKey) ?? [], p.GetValue(anchor) ?? []),
                Policy = judge,
                Now = Arguments.Now(p.GetValue(now)),
            });
        }));
        return command;
    }

    private static Policy ReadPolicy(string? name)
    {
        if (name is null)
            return Policy.Default;
        InputFile file = InputFile.Read(name);
        return PolicyReader.TryParse(file.Bytes, out Policy policy, out ParseError error) ? policy : throw CliFailure.Malformed(file.Name, error);
    }

    private static EndorsementSet Endorse(string[] corims, string[] keyNames, string[] anchors)
    {
        VerificationKey[] keys = [.. keyNames.Select(name => KeyFile.Read(InputFile.Read(name)))];
        EndorsementSetBuilder builder = new EndorsementSetBuilder().With(AnchorFiles.Read(anchors));
        foreach (string name in corims)
        {
            CorimFile corim = CorimFile.Read(InputFile.Read(name), keys)
                ?? throw CliFailure.Usage($"{name} is signed by none of the keys given", "Give its signer's public key with --corim-key.");
            builder.AddCorim(corim.Manifest, corim.Signer, corim.SignatureValidity);
        }
        return builder.Build();
    }

    private static Answer Appraise(AppraisalRequest request)
    {
        AppraisalResult result = Appraiser.Appraise(request);
        int exitCode = result.Status == AppraisalStatus.Affirming ? ExitCodes.Good : ExitCodes.Refused;
        return new Answer(exitCode, VerdictText.Write(result), VerdictJson.Write(result));
    }
}
