using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Attestation.Dice.Evidence;
using Attestation.Factory.Authorities;
using Attestation.Factory.Certificates;
using Attestation.Factory.Files;
using Attestation.Factory.Provisioning;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory certify</c>: Provisioning Scheme 3 step 5, a certificate for a UDS key that a line of this CA approved, and for no other.</summary>
internal static class CertifyCommand
{
    private static readonly Argument<string> Key = new("key") { Description = "UDS public key of the device, PEM.", HelpName = "FILE" };
    private static readonly Option<string> Ca = new("--ca") { Description = "Folder of the manufacturer CA.", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "File for the certificate, PEM.", Required = true };
    private static readonly Option<bool> Force = new("--force") { Description = "Replace an existing file." };

    public static Command Build()
    {
        var certify = new Command("certify", "Certify a UDS key on demand (scheme 3): one that a line of this CA approved, and no other.") { Key, Ca, Out, Force, PassphraseOption.File };
        certify.SetAction(Run);
        return certify;
    }

    private static int Run(ParseResult arguments)
    {
        CommandOutput output = CommandOutput.Standard;
        return output.Guard("attest-factory", () =>
        {
            VerificationKey key = PublicKeyFile.Read(arguments.GetValue(Key)!);
            string folder = arguments.GetValue(Ca)!, file = arguments.GetValue(Out)!;
            ApprovedKey approved = new ApprovedKeys(Path.Combine(folder, ApprovedKeys.FileName)).Require(key); // before a private key is asked for
            using Passphrases passphrases = PassphraseOption.Of(arguments);
            using ManufacturerCa ca = ManufacturerCa.Load(folder, passphrases);
            byte[] ueid = DeviceUeid.FromUdsPublicKey(key.PublicBytes.ToArray());
            byte[] certificate = ca.Certify(new UdsSubject(key, Convert.FromHexString(DiceId.Of(key)), ueid, approved.Vendor, approved.Model), DateTimeOffset.UtcNow);
            AtomicFile.Write(file, Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", certificate) + "\n"), AtomicFile.Public, arguments.GetValue(Force));
            output.Result(arguments.GetValue(CommandOutput.Json), new JsonObject
            {
                ["certificate"] = file,
                ["device"] = approved.DeviceId,
                ["vendor"] = approved.Vendor,
                ["model"] = approved.Model,
                ["ueid"] = Convert.ToHexStringLower(ueid),
            }, $"Certified {approved.DeviceId}.");
            return ExitCode.Good;
        });
    }
}
