using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Attestation.Cli.Inputs;
using Attestation.Cli.Output;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Cli.Commands;

/// <summary><c>attest tpm makecredential</c>: TPM2_MakeCredential without a TPM, into the file that tpm2_activatecredential takes.</summary>
internal static class TpmMakeCredentialCommand
{
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        var ek = new Option<string>("--ek") { Description = "The endorsement key: TPM2B_PUBLIC or TPMT_PUBLIC.", Required = true, HelpName = "FILE" };
        var name = new Option<string>("--name") { Description = "Name of the key that shall prove to live beside it, hexadecimal.", HelpName = "HEX" };
        var ak = new Option<string>("--ak") { Description = "That key itself, TPM2B_PUBLIC or TPMT_PUBLIC, instead of its Name.", HelpName = "FILE" };
        var secret = new Option<string>("--secret") { Description = "What only that TPM may read: up to the size of a digest of the endorsement key's name algorithm.", Required = true, HelpName = "FILE" };
        var output = new Option<string>("--out") { Description = "Where the credential goes.", Required = true, HelpName = "FILE" };
        var command = new Command("makecredential", "Encrypt a secret so that only the TPM with this endorsement key and that other key gives it back.") { ek, name, ak, secret, output };
        command.SetAction(parsed => run(parsed, p => Make(
            InputFile.Read(p.GetRequiredValue(ek)), Name(p.GetValue(name), p.GetValue(ak)), p.GetRequiredValue(secret), p.GetRequiredValue(output))));
        return command;
    }

    private static byte[] Name(string? name, string? ak) => (name, ak) switch
    {
        ({ } hex, null) => TpmFiles.Name(hex),
        (null, { } file) => TpmFiles.NameOf(InputFile.Read(file)),
        _ => throw CliFailure.Usage("give either --name or --ak", "Both say for which key the credential is."),
    };

    private static Answer Make(InputFile ek, byte[] name, string secretName, string output)
    {
        TpmtPublic area = TpmFiles.EndorsementKey(ek);
        byte[] secret = InputFile.ReadBytes(secretName);
        try
        {
            if (secret.Length == 0 || secret.Length > area.NameAlg.DigestSize())
                throw CliFailure.Malformed(secretName, TpmReasons.SecretSize, $"{secret.Length} bytes; this key takes 1 to {area.NameAlg.DigestSize()}");
            if (!Credential.TryMake(area, name, secret, RandomNumberGenerator.Fill, out Credential? credential))
                throw CliFailure.Malformed(ek.Name, TpmReasons.EkUnfit, $"{area.Type}, {area.Attributes}");
            OutputFile.Write(output, credential!.ToToolsFile());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
        return Answer(output, area, name);
    }

    private static Answer Answer(string output, TpmtPublic ek, byte[] name)
    {
        string ekName = Convert.ToHexStringLower(TpmName.Of(ek)), akName = Convert.ToHexStringLower(name);
        string text = new TextLines().Line($"{output}: credential written").Fact("EK name", ekName).Fact("for key", akName).ToString();
        return new Answer(ExitCodes.Good, text, new JsonObject { ["file"] = output, ["ekName"] = ekName, ["keyName"] = akName });
    }
}
