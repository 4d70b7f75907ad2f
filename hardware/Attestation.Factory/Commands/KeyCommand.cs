using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Attestation.Factory.Authorities;
using Attestation.Factory.Files;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory key new</c>, and <c>owner new</c>.</summary>
internal static class KeyCommand
{
    private static readonly Option<string> Out = new("--out") { Description = "PEM file for the private key; the public half goes beside it as FILE.pub.pem.", Required = true };
    private static readonly Option<string> Algorithm = AlgorithmOption.Create();
    private static readonly Option<bool> Force = new("--force") { Description = "Replace existing files." };

    public static Command Build() => new("key", "Firmware signing keys.") { New("Make a key pair that signs firmware.", Algorithm) };

    /// <summary>A command that makes a key pair, for firmware or for something else.</summary>
    /// <param name="description">For what.</param>
    /// <param name="algorithm">The option with the kinds that fit.</param>
    public static Command New(string description, Option<string> algorithm)
    {
        var create = new Command("new", description) { Out, algorithm, PassphraseOption.Encrypted, PassphraseOption.File, Force };
        create.SetAction(arguments => Run(arguments, arguments.GetValue(algorithm)!));
        return create;
    }

    private static int Run(ParseResult arguments, string algorithm)
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
            VerificationKey key = PrivateKeyFile.Create(path, AlgorithmOption.Parse(algorithm), floor.Entropy, floor.Operations, force, passphrase);
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
