using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Attestation.Factory.Authorities;
using Attestation.Factory.Files;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory key new</c></summary>
internal static class KeyCommand
{
    private static readonly Option<string> Out = new("--out") { Description = "PEM file for the private key; the public half goes beside it as FILE.pub.pem.", Required = true };
    private static readonly Option<string> Algorithm = AlgorithmOption.Create();
    private static readonly Option<bool> Force = new("--force") { Description = "Replace existing files." };

    public static Command Build()
    {
        var create = new Command("new", "Make a key pair that signs firmware.") { Out, Algorithm, PassphraseOption.Encrypted, PassphraseOption.File, Force };
        create.SetAction(Run);
        return new Command("key", "Firmware signing keys.") { create };
    }

    private static int Run(ParseResult arguments)
    {
        CommandOutput output = CommandOutput.Standard;
        return output.Guard("attest-factory", () =>
        {
            string path = arguments.GetValue(Out)!;
            string publicPath = path + ".pub.pem";
            bool force = arguments.GetValue(Force);
            FactoryFloor floor = FactoryFloor.OfThisMachine();
            using Passphrases passphrases = PassphraseOption.Of(arguments);
            byte[]? passphrase = PassphraseOption.Asked(arguments) ? passphrases.Choose(path) : null;
            VerificationKey key = PrivateKeyFile.Create(path, AlgorithmOption.Parse(arguments.GetValue(Algorithm)!), floor.Entropy, floor.Operations, force, passphrase);
            AtomicFile.Write(publicPath, Encoding.ASCII.GetBytes(key.ToPem()), AtomicFile.Public, force);
            output.Result(arguments.GetValue(CommandOutput.Json), new JsonObject
            {
                ["privateKey"] = path,
                ["publicKey"] = publicPath,
                ["thumbprint"] = Convert.ToHexStringLower(key.Thumbprint.Span),
            }, "Made a key pair.");
            return ExitCode.Good;
        });
    }
}
