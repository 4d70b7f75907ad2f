using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Factory.Files;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Releases;

/// <summary>A release as files: docs/factory.md, "A board's release". The same release gives the same files, byte for byte.</summary>
public static class ReleaseFolder
{
    public const string CorimName = "release.corim";
    public const string ManifestName = "update/" + UpdateLimits.ManifestName;
    public const string SummaryName = "release.json";
    public const string FirmwareKeyName = "firmware.pub.pem";
    public const string CorimKeyName = "corim.pub.pem";
    public const string FlashName = "flash.json";
    public const string ConfigurationName = "board-configuration";
    public const string ChecksumsName = "SHA256SUMS";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an absent or empty folder; nothing appears there before all of it is written.</summary>
    /// <param name="release">The release.</param>
    /// <param name="udsKey">For the preview; may be null.</param>
    /// <param name="folder">Where.</param>
    /// <exception cref="FactoryException"><c>factory.file-exists</c>, <c>factory.write-failed</c>.</exception>
    public static void Write(BoardRelease release, VerificationKey? udsKey, string folder)
    {
        using var staging = new StagedFolder(folder);
        var files = new SortedDictionary<string, byte[]>(Content(release, udsKey), StringComparer.Ordinal);
        foreach (var (name, content) in files)
            staging.Write(name, content, AtomicFile.Public);
        staging.Write(ChecksumsName, Ascii(string.Concat(files.Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Value))}  {file.Key}\n"))), AtomicFile.Public);
        staging.Commit();
    }

    private static Dictionary<string, byte[]> Content(BoardRelease release, VerificationKey? udsKey)
    {
        var preview = new CertificatePreview(release, udsKey);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [CorimName] = release.Corim,
            [ManifestName] = release.Manifest,
            [SummaryName] = Json(Summary(release)),
            [FirmwareKeyName] = Ascii(release.FirmwareKey.ToPem()),
            [CorimKeyName] = Ascii(release.CorimKey.ToPem()),
            [ConfigurationName] = release.Order.BoardConfiguration,
            ["preview.json"] = Json(preview.Document()),
            ["preview.txt"] = Encoding.UTF8.GetBytes(preview.Text()),
            [FlashName] = Json(FlashReport.Document(release)),
            ["flash.txt"] = Encoding.UTF8.GetBytes(FlashReport.Text(release)),
        };
        foreach (FirmwareImage image in release.Order.Layers.SelectMany(layer => layer.Files))
            files["update/" + image.Name] = image.Content;
        foreach (FlashOrder piece in release.Flash.Pieces)
            files[FlashReport.PathOf(piece)] = piece.Image.Content;
        return files;
    }

    private static JsonObject Summary(BoardRelease release) => new()
    {
        ["vendor"] = release.Order.Vendor,
        ["model"] = release.Order.Model,
        ["board"] = release.Order.Board,
        ["version"] = release.Order.Version,
        ["svn"] = release.Order.Svn,
        ["olderMayRun"] = release.Order.KeepOlder,
        ["minResidentSvn"] = release.Order.MinResidentSvn,
        ["residentName"] = release.Order.Resident.Name,
        ["residentVersion"] = release.Order.Resident.Version,
        ["residentSvn"] = release.Order.Resident.Svn,
        ["residentParts"] = new JsonArray([.. release.Order.Resident.Images.Select(part => JsonValue.Create(FlashReport.PathOf(part)))]),
        ["residentDigest"] = release.Order.Resident.BootloaderDigest is { } digest ? Convert.ToHexStringLower(digest) : null,
        ["firmwareKey"] = Convert.ToHexStringLower(release.FirmwareKey.Thumbprint.Span),
        ["corimKey"] = Convert.ToHexStringLower(release.CorimKey.Thumbprint.Span),
        ["layers"] = new JsonArray([.. release.Layers.Select(layer => JsonValue.Create(layer.Name))]),
    };

    private static byte[] Json(JsonObject document) => Encoding.UTF8.GetBytes(document.ToJsonString(Indented) + "\n");

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
