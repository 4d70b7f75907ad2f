using System.Text;
using System.Text.Json;
using Attestation.Device.Boot;
using Attestation.Device.Manifest;
using Attestation.Dice;
using Attestation.Factory;
using Attestation.Factory.Boards;
using Attestation.Factory.Releases;
using Attestation.Factory.Stations;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Simulator.Devices;

/// <summary>The folder of <c>attest-factory release build</c>, as the maker of the boards flashes it: resident image, board configuration, trusted firmware
/// key, and slot a.</summary>
public static class ReleaseOnBoard
{
    /// <exception cref="FactoryException"><c>factory.release-unreadable</c> and what <see cref="UpdateBundle.Read"/> says; <c>board.unreadable</c>.</exception>
    public static DeviceProduct Read(string folder)
    {
        UpdateBundle update = UpdateBundle.Read(folder);
        try
        {
            using JsonDocument summary = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, ReleaseFolder.SummaryName)));
            return Read(folder, update, summary.RootElement);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FactoryException(ReleaseReasons.ReleaseUnreadable, $"{folder}: {e.Message}", e);
        }
    }

    private static DeviceProduct Read(string folder, UpdateBundle update, JsonElement summary)
    {
        BoardDescription board = BoardCatalogue.Read(update.Manifest.Board);
        var plan = new BootPlan
        {
            Board = board.Name,
            ResidentName = summary.GetProperty("residentName").GetString()!,
            ResidentVersion = summary.GetProperty("residentVersion").GetString()!,
            ResidentSecurityVersion = summary.GetProperty("residentSvn").GetUInt64(),
            FirmwareKey = Key(Path.Combine(folder, ReleaseFolder.FirmwareKeyName)),
            Algorithm = board.Algorithms[0],
        };
        string[] parts = [.. summary.GetProperty("residentParts").EnumerateArray().Select(part => Path.Combine(folder, part.GetString()!))];
        byte[] configuration = File.ReadAllBytes(Path.Combine(folder, ReleaseFolder.ConfigurationName));
        return new DeviceProduct(board, plan, [.. parts.SelectMany(File.ReadAllBytes)], configuration)
        {
            Slot = new Dictionary<string, byte[]>(update.Files) { [UpdateLimits.ManifestName] = update.Signed },
            Manifest = update.Manifest,
            BootloaderDigest = summary.GetProperty("residentDigest").GetString() is { } digest ? Convert.FromHexString(digest) : null,
        };
    }

    private static FirmwareKey Key(string path)
    {
        if (!VerificationKey.TryParsePem(Encoding.Latin1.GetString(File.ReadAllBytes(path)), out VerificationKey key, out _) || key.Kind is not (KeyKind.P256 or KeyKind.Ed25519))
            throw new FactoryException(ReleaseReasons.ReleaseUnreadable, $"{path} is no public key that boards can verify with.");
        return new FirmwareKey(key.Kind == KeyKind.P256 ? DiceAlgorithm.P256 : DiceAlgorithm.Ed25519, key.PublicBytes.ToArray());
    }
}
