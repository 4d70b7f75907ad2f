using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Attestation.Factory.Authorities;
using Attestation.Factory.Endorsements;
using Attestation.Factory.Files;
using Attestation.Factory.Lots;
using Attestation.Factory.Releases;
using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory export LOT</c></summary>
internal static class ExportCommand
{
    private static readonly Argument<string> Lot = new("LOT") { Description = "Folder of the lot." };
    private static readonly Option<string> Certificate = new("--ca-certificate") { Description = "Certificate of the CA that certified the devices (ca.crt.pem).", Required = true, HelpName = "FILE" };
    private static readonly Option<string> Key = new("--key") { Description = "Private key that signs CoRIMs (corim.key.pem of the CA).", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "CoRIM file; what does not fit one goes into FILE.2 and so on.", Required = true, HelpName = "FILE" };
    private static readonly Option<string[]> Serials = new("--serial") { Description = "Only this device, by its serial number; may be given again.", HelpName = "HEX" };
    private static readonly Option<string?> SerialsFile = new("--serials") { Description = "Only the devices whose serial numbers stand in this file, one a line.", HelpName = "FILE" };
    private static readonly Option<string?> List = new("--list") { Description = "JSON list of the devices: UEID and UDS key id.", HelpName = "FILE" };
    private static readonly Option<bool> WithSerials = new("--with-serials") { Description = "Serial numbers in the list." };
    private static readonly Option<bool> Force = new("--force") { Description = "Replace existing files." };

    public static Command Build()
    {
        var export = new Command("export", "Endorse the devices of a lot that passed, for a customer's verifier: signed CoRIM.")
        {
            Lot, Certificate, Key, PassphraseOption.File, Out, Serials, SerialsFile, List, WithSerials, Force,
        };
        export.SetAction(Run);
        return export;
    }

    private static int Run(ParseResult arguments)
    {
        CommandOutput output = CommandOutput.Standard;
        return output.Guard("attest-factory", () =>
        {
            using Passphrases passphrases = PassphraseOption.Of(arguments);
            using SigningKey key = ReproducibleKey.Of(PrivateKeyFile.Load(arguments.GetValue(Key)!, passphrases));
            var audit = new LotAudit(key.PublicKey, ReadCertificate(arguments.GetValue(Certificate)!));
            LotExport export = LotExport.Read(arguments.GetValue(Lot)!, audit, key.PublicKey, Selection(arguments));
            JsonObject document = Write(export, key, arguments);
            output.Result(arguments.GetValue(CommandOutput.Json), document, $"Endorsed {export.Devices.Count} devices of lot {export.Lot.Name}{(export.IsClosed ? "" : ", which is not closed")}.");
            return ExitCode.Good;
        });
    }

    private static JsonObject Write(LotExport export, SigningKey key, ParseResult arguments)
    {
        string first = arguments.GetValue(Out)!;
        IReadOnlyList<byte[]> corims = export.Sign(key);
        string[] files = [.. corims.Select((_, index) => index == 0 ? first : $"{first}.{index + 1}")];
        string? list = arguments.GetValue(List);
        bool force = arguments.GetValue(Force);
        if (!force && files.Concat(list is null ? [] : [list]).FirstOrDefault(File.Exists) is { } existing)
            throw new FactoryException(FactoryReasons.FileExists, existing); // before anything is written
        for (int i = 0; i < files.Length; i++)
            AtomicFile.Write(files[i], corims[i], AtomicFile.Public, force);
        if (list is not null)
            AtomicFile.Write(list, Encoding.UTF8.GetBytes(Inventory(export, arguments.GetValue(WithSerials)).ToJsonString() + "\n"), AtomicFile.Public, force);
        return new JsonObject
        {
            ["lot"] = export.Lot.Name,
            ["closed"] = export.IsClosed,
            ["devices"] = export.Devices.Count,
            ["corims"] = new JsonArray([.. files.Select(file => JsonValue.Create(file))]),
            ["list"] = list,
        };
    }

    private static JsonObject Inventory(LotExport export, bool withSerials) => new()
    {
        ["lot"] = export.Lot.Name,
        ["vendor"] = export.Lot.Vendor,
        ["model"] = export.Lot.Model,
        ["board"] = export.Lot.Board,
        ["devices"] = new JsonArray([.. export.Devices.Select(device => Line(device, withSerials))]),
    };

    private static JsonObject Line(EndorsedDevice device, bool withSerial)
    {
        var line = new JsonObject { ["ueid"] = device.Ueid, ["udsKey"] = Convert.ToHexStringLower(device.UdsKey.Thumbprint.Span) };
        if (withSerial)
            line["serial"] = device.DeviceId;
        return line;
    }

    private static HashSet<string>? Selection(ParseResult arguments)
    {
        IEnumerable<string> given = arguments.GetValue(Serials) ?? [];
        if (arguments.GetValue(SerialsFile) is { } file)
            given = given.Concat(Encoding.UTF8.GetString(FirmwareImage.Read(file).Content).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        HashSet<string> chosen = [.. given.Select(serial => serial.ToLowerInvariant())];
        return chosen.Count > 0 || arguments.GetValue(SerialsFile) is not null ? chosen : null;
    }

    private static UnverifiedCertificate ReadCertificate(string file)
    {
        string text = Encoding.Latin1.GetString(FirmwareImage.Read(file).Content);
        return PemEncoding.TryFind(text, out PemFields fields) && text[fields.Label] == "CERTIFICATE"
            && UnverifiedCertificate.TryParse(Convert.FromBase64String(text[fields.Base64Data]), out UnverifiedCertificate certificate, out ParseError _)
            ? certificate
            : throw new FactoryException(FactoryReasons.AuthorityUnreadable, $"{file} holds no certificate.");
    }
}
