using System.Text;
using Attestation.Dice;
using Attestation.Factory.Authorities;
using Attestation.Factory.Boards;
using Attestation.Factory.Releases;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Factory.Releases;

/// <summary>Small releases for a board.</summary>
internal static class BoardSample
{
    public static readonly BoardDescription Esp32 = BoardCatalogue.Read("esp32");

    public static readonly byte[] Configuration = Encoding.UTF8.GetBytes("board configuration");

    /// <summary>One layer "app" of files whose content is their name.</summary>
    public static UpdateManifest Manifest(params string[] files)
    {
        string[] names = files.Length == 0 ? ["app.pe", "lib.pe"] : files;
        return new UpdateManifest("Example Devices", "edge-1", "esp32", "2.0.0", 2, [new UpdateLayer("app", [.. names.Select(name => UpdateFile.Of(Image(name)))])], null);
    }

    public static FirmwareImage Image(string name) => new(name, Encoding.UTF8.GetBytes(name));

    public static BoardReleaseOrder Order() => new()
    {
        Board = "esp32",
        Description = Esp32,
        Vendor = "Example Devices",
        Model = "edge-1",
        Version = "2.0.0",
        Svn = 2,
        Resident = new ResidentOrder([new FlashOrder(0x10000, Image("nanoCLR.bin")), new FlashOrder(0x1E0000, Image("boot.bin"))], "resident", "1.1.0", 1),
        Layers = [new LayerOrder("base", [Image("base.pe")]), new LayerOrder("app", [Image("app.pe"), Image("lib.pe")])],
        Flash = [new FlashOrder(0x1000, Image("bootloader.bin"))],
        BoardConfiguration = Configuration,
    };

    public static BoardRelease Release(DiceAlgorithm algorithm, BoardReleaseOrder? order = null)
    {
        using var folder = new TemporaryFolder();
        using SigningKey firmware = Key(folder, "firmware", algorithm);
        using SigningKey corim = Key(folder, "corim", algorithm);
        return BoardRelease.Sign(order ?? Order(), firmware, corim);
    }

    public static SigningKey Key(TemporaryFolder folder, string purpose, DiceAlgorithm algorithm)
    {
        PrivateKeyFile.Create(folder[purpose], algorithm, Sample.Floor(purpose).Entropy, Sample.Operations);
        return ReproducibleKey.Of(PrivateKeyFile.Load(folder[purpose]));
    }
}
