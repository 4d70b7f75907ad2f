using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Factory.Authorities;
using Attestation.Factory.Files;
using Attestation.Factory.Releases;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory release</c></summary>
internal static class ReleaseCommand
{
    private static readonly Argument<string[]> Images = new("IMAGE") { Description = "Image files in boot order.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Vendor = new("--vendor") { Description = "Class of the devices: vendor.", Required = true };
    private static readonly Option<string> Model = new("--model") { Description = "Class of the devices: model.", Required = true };
    private static readonly Option<ulong> Svn = new("--svn") { Description = "Security version.", Required = true };
    private static readonly Option<string> Version = new("--version") { Description = "Version for people.", Required = true };
    private static readonly Option<string> Key = new("--key") { Description = "Private key that signs the CoRIM (corim.key.pem of the CA).", Required = true };
    private static readonly Option<string> FirmwareKey = new("--firmware-key") { Description = "Private key that signs firmware; devices trust its public half.", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "CoRIM file.", Required = true };
    private static readonly Option<string?> Manifests = new("--manifests") { Description = "Folder for IMAGE.manifest.cbor; default: beside each image." };
    private static readonly Option<bool> KeepOlder = new("--keep-older") { Description = "Older releases may go on running: state svn, not min-svn." };
    private static readonly Option<bool> Force = new("--force") { Description = "Replace existing files." };

    public static Command Build()
    {
        var release = new Command("release", "Sign a manifest for each image and one CoRIM with the reference values of all of them.")
        {
            Images, Vendor, Model, Svn, Version, Key, FirmwareKey, PassphraseOption.File, Out, Manifests, KeepOlder, Force,
        };
        release.Subcommands.Add(ReleaseBuildCommand.Build());
        release.SetAction(Run);
        return release;
    }

    private static int Run(ParseResult arguments)
    {
        CommandOutput output = CommandOutput.Standard;
        return output.Guard("attest-factory", () =>
        {
            FirmwareImage[] images = [.. arguments.GetValue(Images)!.Select(FirmwareImage.Read)];
            var order = new ReleaseOrder(arguments.GetValue(Vendor)!, arguments.GetValue(Model)!, arguments.GetValue(Version)!,
                arguments.GetValue(Svn), arguments.GetValue(KeepOlder), images);
            using Passphrases passphrases = PassphraseOption.Of(arguments);
            using SigningKey key = PrivateKeyFile.Load(arguments.GetValue(Key)!, passphrases);
            using SigningKey firmwareKey = PrivateKeyFile.Load(arguments.GetValue(FirmwareKey)!, passphrases);
            FirmwareRelease release = FirmwareRelease.Sign(order, firmwareKey, key);
            output.Result(arguments.GetValue(CommandOutput.Json), Write(release, arguments), $"Released {images.Length} images as {order.Vendor} {order.Model} {order.Version}.");
            return ExitCode.Good;
        });
    }

    private static JsonObject Write(FirmwareRelease release, ParseResult arguments)
    {
        string corim = arguments.GetValue(Out)!;
        string? folder = arguments.GetValue(Manifests);
        string[] manifests = [.. arguments.GetValue(Images)!.Select(image => Path.Combine(folder ?? Path.GetDirectoryName(image)!, Path.GetFileName(image) + ".manifest.cbor"))];
        bool force = arguments.GetValue(Force);
        if (!force && manifests.Append(corim).FirstOrDefault(File.Exists) is { } existing)
            throw new FactoryException(FactoryReasons.FileExists, existing); // before anything is written
        for (int i = 0; i < manifests.Length; i++)
            AtomicFile.Write(manifests[i], release.Manifests[i], AtomicFile.Public, force);
        AtomicFile.Write(corim, release.Corim, AtomicFile.Public, force);
        return new JsonObject { ["corim"] = corim, ["manifests"] = new JsonArray([.. manifests.Select(path => (JsonNode)JsonValue.Create(path))]) };
    }
}
