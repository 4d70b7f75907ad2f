using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Factory.Authorities;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory ca new</c></summary>
internal static class CaCommand
{
    private static readonly Option<string> Out = new("--out") { Description = "Folder for the CA; absent or empty.", Required = true };
    private static readonly Option<string> Name = new("--name") { Description = "The manufacturer's name.", Required = true };
    private static readonly Option<string> Algorithm = AlgorithmOption.Create();

    public static Command Build()
    {
        var create = new Command("new", "Make a manufacturer CA: root key and certificate, CoRIM key, empty register of devices.") { Out, Name, Algorithm, PassphraseOption.Encrypted, PassphraseOption.File };
        create.SetAction(Run);
        return new Command("ca", "Manufacturer certification authority.") { create };
    }

    private static int Run(ParseResult arguments)
    {
        CommandOutput output = CommandOutput.Standard;
        return output.Guard("attest-factory", () =>
        {
            string folder = arguments.GetValue(Out)!;
            using Passphrases passphrases = PassphraseOption.Of(arguments);
            using ManufacturerCa ca = ManufacturerCa.Create(folder, arguments.GetValue(Name)!, AlgorithmOption.Parse(arguments.GetValue(Algorithm)!), FactoryFloor.OfThisMachine(),
                PassphraseOption.Asked(arguments) ? passphrases : null);
            output.Result(arguments.GetValue(CommandOutput.Json), new JsonObject
            {
                ["certificate"] = Path.Combine(folder, ManufacturerCa.RootCertificateName),
                ["corimKey"] = Path.Combine(folder, ManufacturerCa.CorimPublicName),
                ["corimKeyThumbprint"] = Convert.ToHexStringLower(ca.CorimKey.PublicKey.Thumbprint.Span),
            }, $"Made the CA of {arguments.GetValue(Name)}. Give the certificate (--anchors) and the CoRIM key (--corim-keys) to verifiers; keep the rest.");
            return ExitCode.Good;
        });
    }
}
