using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Factory.Authorities;
using Attestation.Factory.Boards;
using Attestation.Factory.Releases;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory release build</c></summary>
internal static class ReleaseBuildCommand
{
    private const string Sha512 = "sha512", HmacSha512 = "hmac-sha512";

    private static readonly Option<string> Board = new("--board") { Description = "Name of a board, or a description (board.yaml).", Required = true, HelpName = "BOARD.yaml|NAME" };
    private static readonly Option<string> Vendor = new("--vendor") { Description = "Class of the devices: vendor.", Required = true };
    private static readonly Option<string> Model = new("--model") { Description = "Class of the devices: model.", Required = true };
    private static readonly Option<string> Version = new("--version") { Description = "Version for people.", Required = true };
    private static readonly Option<ulong> Svn = new("--svn") { Description = "Security version of the layers.", Required = true };
    private static readonly Option<ulong?> MinResidentSvn = new("--min-resident-svn") { Description = "Lowest security version of a resident image that may start the layers." };
    private static readonly Option<string> Measure = MeasureOption();
    private static readonly Option<string[]> Layers = new("--layer") { Description = "A layer's files in the order in which they are measured; layers in boot order.", Required = true, HelpName = "NAME=FILE,FILE" };
    private static readonly Option<string[]> Resident = new("--resident") { Description = "A part of the resident image, in the order in which the board measures them; the partition as the board's description names it.", HelpName = "PARTITION=FILE" };
    private static readonly Option<string?> ResidentDigest = new("--resident-digest") { Description = "SHA-256 that the bootloader states of the resident image, for boards that measure it.", HelpName = "HEX" };
    private static readonly Option<string> ResidentName = new("--resident-name") { Description = "Component name of layer 0.", DefaultValueFactory = _ => "resident" };
    private static readonly Option<string> ResidentVersion = new("--resident-version") { Description = "Version that is built into the resident image.", Required = true };
    private static readonly Option<ulong> ResidentSvn = new("--resident-svn") { Description = "Security version that is built into the resident image.", Required = true };
    private static readonly Option<string> Configuration = new("--board-configuration") { Description = "The board's configuration as the device measures it.", Required = true, HelpName = "FILE" };
    private static readonly Option<string[]> Flash = new("--flash") { Description = "What else is written to the flash and not measured here: bootloader, partition table.", HelpName = "PARTITION=FILE" };
    private static readonly Option<string> Key = new("--key") { Description = "Private key that signs the CoRIM (corim.key.pem of the CA).", Required = true };
    private static readonly Option<string> FirmwareKey = new("--firmware-key") { Description = "Private key that signs firmware; boards trust its public half.", Required = true };
    private static readonly Option<string?> UdsKey = new("--uds-public-key") { Description = "UDS public key of a sample device, for the preview; PEM.", HelpName = "FILE" };
    private static readonly Option<bool> KeepOlder = new("--keep-older") { Description = "Older releases may go on running: state svn, not min-svn." };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for the release; absent or empty.", Required = true };

    public static Command Build()
    {
        var build = new Command("build", "Release board firmware: signed update manifest, signed CoRIM, flash bundle and preview of certificates in one folder.")
        {
            Board, Vendor, Model, Version, Svn, MinResidentSvn, Measure, Layers, Resident, ResidentDigest, ResidentName, ResidentVersion, ResidentSvn, Configuration, Flash, Key, FirmwareKey,
            PassphraseOption.File, UdsKey, KeepOlder, Out,
        };
        build.SetAction(Run);
        return build;
    }

    private static int Run(ParseResult arguments)
    {
        CommandOutput output = CommandOutput.Standard;
        return output.Guard("attest-factory", () =>
        {
            BoardReleaseOrder order = Order(arguments, BoardCatalogue.Read(arguments.GetValue(Board)!));
            VerificationKey? udsKey = arguments.GetValue(UdsKey) is { } file ? PublicKeyFile.Read(file) : null;
            using Passphrases passphrases = PassphraseOption.Of(arguments);
            using SigningKey key = ReproducibleKey.Of(PrivateKeyFile.Load(arguments.GetValue(Key)!, passphrases));
            using SigningKey firmwareKey = ReproducibleKey.Of(PrivateKeyFile.Load(arguments.GetValue(FirmwareKey)!, passphrases));
            BoardRelease release = BoardRelease.Sign(order, firmwareKey, key);
            string folder = arguments.GetValue(Out)!;
            ReleaseFolder.Write(release, udsKey, folder);
            output.Result(arguments.GetValue(CommandOutput.Json), new JsonObject
            {
                ["corim"] = Path.Combine(folder, ReleaseFolder.CorimName),
                ["manifest"] = Path.Combine(folder, ReleaseFolder.ManifestName),
                ["checksums"] = Path.Combine(folder, ReleaseFolder.ChecksumsName),
                ["layers"] = release.Layers.Count,
            }, $"Released {order.Vendor} {order.Model} {order.Version} for {order.Board}.");
            return ExitCode.Good;
        });
    }

    private static Option<string> MeasureOption()
    {
        var option = new Option<string>("--measure")
        {
            Description = "How the board measures the layers' files: hmac-sha512 where its description lists sha512 under native-hmac.",
            DefaultValueFactory = _ => Sha512,
        };
        option.AcceptOnlyFromAmong(Sha512, HmacSha512);
        return option;
    }

    private static BoardReleaseOrder Order(ParseResult arguments, BoardDescription board) => new()
    {
        Board = board.Name,
        Description = board,
        Vendor = arguments.GetValue(Vendor)!,
        Model = arguments.GetValue(Model)!,
        Version = arguments.GetValue(Version)!,
        Svn = arguments.GetValue(Svn),
        KeepOlder = arguments.GetValue(KeepOlder),
        MinResidentSvn = arguments.GetValue(MinResidentSvn),
        Measurement = arguments.GetValue(Measure) == HmacSha512 ? FileMeasurement.HmacSha512 : FileMeasurement.Sha512,
        Resident = new ResidentOrder([.. (arguments.GetValue(Resident) ?? []).Select(text => ReleaseOptions.Place(text, board.Storage))], arguments.GetValue(ResidentName)!,
            arguments.GetValue(ResidentVersion)!, arguments.GetValue(ResidentSvn))
        {
            BootloaderDigest = arguments.GetValue(ResidentDigest) is { } digest ? ReleaseOptions.Digest(digest) : null,
        },
        Layers = [.. arguments.GetValue(Layers)!.Select(ReleaseOptions.Layer)],
        Flash = [.. (arguments.GetValue(Flash) ?? []).Select(text => ReleaseOptions.Place(text, board.Storage))],
        BoardConfiguration = FirmwareImage.Read(arguments.GetValue(Configuration)!).Content,
    };
}
