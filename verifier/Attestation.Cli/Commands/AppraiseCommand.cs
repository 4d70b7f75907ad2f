using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Appraisal;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Cli.Inputs;
using Attestation.Cli.Output;
using Attestation.Formats;
using Attestation.Formats.Keys;

namespace Attestation.Cli.Commands;

/// <summary><c>attest appraise</c>: the verifier's whole judgement over files, without a service. It knows no device's and no node's history.</summary>
internal static class AppraiseCommand
{
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        var evidence = new Option<string>("--evidence") { Description = "The evidence.", Required = true, HelpName = "FILE" };
        var type = new Option<string>("--type") { Description = "Its media type.", DefaultValueFactory = _ => MediaTypes.DeviceEvidence, HelpName = "MEDIA" };
        var nonce = new Option<string>("--nonce") { Description = "The nonce it must answer, hexadecimal.", Required = true, HelpName = "HEX" };
        var corim = new Option<string[]>("--corim") { Description = "Reference values or endorsements. May be repeated.", HelpName = "FILE" };
        var corimKey = new Option<string[]>("--corim-key") { Description = "Public key of a CoRIM signer. May be repeated.", HelpName = "FILE" };
        var anchor = new Option<string[]>("--anchor") { Description = "What is trusted, may be repeated. For devices: a CA certificate or UDS public key that the chain may end in. For nodes: an attestation key (TPM2B_PUBLIC, TPMT_PUBLIC, PEM) or an enrolment (JSON).", HelpName = "FILE" };
        var nodeName = new Option<string>("--node-name") { Description = "Name that a node must bind; by default its enrolment's, or whatever it binds where only its key is given.", HelpName = "NAME" };
        var nodeClass = new Option<string>("--node-class") { Description = "Class of a node whose enrolment is not given: whose reference values count.", HelpName = "VENDOR/MODEL" };
        var policy = new Option<string>("--policy") { Description = "Appraisal policy; by default everything is required.", HelpName = "FILE" };
        var now = new Option<string>("--now") { Description = "The time of the judgement (RFC 3339); the clock's by default.", HelpName = "TIME" };
        var command = new Command("appraise", "Judge evidence as a verifier does. Exit 0 only for an affirming verdict; a warning or a refusal is 1.")
        {
            evidence, type, nonce, corim, corimKey, anchor, nodeName, nodeClass, policy, now,
        };
        command.SetAction(parsed => run(parsed, p =>
        {
            InputFile file = InputFile.Read(p.GetRequiredValue(evidence));
            string media = p.GetRequiredValue(type);
            string[] trusted = p.GetValue(anchor) ?? [];
            bool node = EvidenceNode.Announced(media, file.Bytes);
            return Appraise(new AppraisalRequest
            {
                Evidence = file.Bytes,
                MediaType = media,
                Nonce = node ? SessionNonce(p.GetRequiredValue(nonce)) : Arguments.Hex(p.GetRequiredValue(nonce), "--nonce"),
                Endorsements = Endorse(p.GetValue(corim) ?? [], p.GetValue(corimKey) ?? [], node ? [] : trusted),
                Policy = ReadPolicy(p.GetValue(policy)),
                Nodes = node ? Enrolled(EvidenceNode.Read(media, file.Bytes), p.GetValue(nodeName), p.GetValue(nodeClass), trusted) : _ => null,
                Now = Arguments.Now(p.GetValue(now)),
            });
        }));
        return command;
    }

    /// <summary>A quote holds a hash over the nonce, so an empty one would not be noticed there.</summary>
    private static byte[] SessionNonce(string text)
    {
        byte[] nonce = Arguments.Hex(text, "--nonce");
        return nonce.Length is >= 8 and <= 64 ? nonce : throw CliFailure.Usage($"--nonce has {nonce.Length} bytes", "A session's nonce has 8 to 64 bytes.");
    }

    private static Func<string, EnrolledNode?> Enrolled(EvidenceNode? sent, string? name, string? @class, string[] anchors)
    {
        string[]? parts = @class?.Split('/', 2);
        if (parts is { Length: < 2 } || parts?.Any(string.IsNullOrEmpty) == true)
            throw CliFailure.Usage($"--node-class {@class} names no class", "--node-class takes vendor and model as in the CoRIM, with a slash between them.");
        return new NodeAnchorFiles(sent, name, parts is null ? null : new DeviceClass(parts[0], parts[1])).Read(anchors);
    }

    internal static Policy ReadPolicy(string? name)
    {
        if (name is null)
            return Policy.Default;
        InputFile file = InputFile.Read(name);
        return PolicyReader.TryParse(file.Bytes, out Policy policy, out ParseError error) ? policy : throw CliFailure.Malformed(file.Name, error);
    }

    internal static EndorsementSet Endorse(string[] corims, string[] keyNames, string[] anchors)
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
