using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Factory.Authorities;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory ca new</c></summary>
internal static class CaCommand
{
    private static readonly Option<string> Out = new("--out") { Description = "Folder for the CA; absent or empty.", Required = true };
    private static readonly Option<string> Name = new("--name") { Description = "The manufacturer's name.", Required = true };
    private static readonly Option<string?> Key = new("--key") { Description = "The root's key stays in a token: its pkcs11: URI. --corim-key is needed too.", HelpName = "URI" };
    private static readonly Option<string?> CorimKey = new("--corim-key") { Description = "The CoRIM key's pkcs11: URI.", HelpName = "URI" };
    private static readonly Option<string> Algorithm = AlgorithmOption.Create();

    public static Command Build()
    {
        var create = new Command("new", "Make a manufacturer CA: root key and certificate, CoRIM key, empty register of devices.") { Out, Name, Algorithm, Key, CorimKey, PassphraseOption.Encrypted, PassphraseOption.File };
        create.Validators.Add(result =>
        {
            bool inToken = result.GetValue(Key) is not null;
            if (inToken != result.GetValue(CorimKey) is not null)
                result.AddError("--key and --corim-key go together: both keys of a CA are in tokens, or none.");
            else if (inToken && (result.GetValue(PassphraseOption.Encrypted) || result.GetResult(PassphraseOption.File) is not null))
                result.AddError("--encrypted and --passphrase-file are for key files; a key in a token is in none, and its PIN comes from pin-source or a prompt.");
        });
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
            using ManufacturerCa ca = Create(arguments, folder, passphrases);
            output.Result(arguments.GetValue(CommandOutput.Json), new JsonObject
            {
                ["certificate"] = Path.Combine(folder, ManufacturerCa.RootCertificateName),
                ["corimKey"] = Path.Combine(folder, ManufacturerCa.CorimPublicName),
                ["corimKeyThumbprint"] = Convert.ToHexStringLower(ca.CorimKey.PublicKey.Thumbprint.Span),
            }, $"Made the CA of {arguments.GetValue(Name)}. Give the certificate (--anchors) and the CoRIM key (--corim-keys) to verifiers; keep the rest.");
            return ExitCode.Good;
        });
    }

    private static ManufacturerCa Create(ParseResult arguments, string folder, Passphrases passphrases)
    {
        string name = arguments.GetValue(Name)!;
        FactoryFloor floor = FactoryFloor.OfThisMachine();
        return arguments.GetValue(Key) is { } key
            ? ManufacturerCa.CreateInToken(folder, name, key, arguments.GetValue(CorimKey)!, floor, passphrases)
            : ManufacturerCa.Create(folder, name, AlgorithmOption.Parse(arguments.GetValue(Algorithm)!), floor, PassphraseOption.Asked(arguments) ? passphrases : null);
    }
}
