using System.Security.Cryptography;
using System.Text;
using Attestation.Device.Manifest;
using Attestation.Dice;
using Attestation.Factory.Releases;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Device.Resident;

/// <summary>A release as <c>attest-factory release build</c> makes it, as a device gets it.</summary>
/// <param name="Manifest">Signed.</param>
/// <param name="Files">By name.</param>
/// <param name="Corim">Signed reference values.</param>
internal sealed record SignedRelease(byte[] Manifest, IReadOnlyDictionary<string, byte[]> Files, byte[] Corim);

/// <summary>Releases for the board of <see cref="ResidentWorld"/>, signed by a firmware key that it obeys.</summary>
internal static class ResidentReleases
{
    public static readonly byte[] ResidentImage = Encoding.UTF8.GetBytes("nanoCLR and boot application");
    public static readonly byte[] Configuration = Encoding.UTF8.GetBytes("board configuration");

    public static SigningKey FirmwareKey { get; } = NewKey();

    public static FirmwareKey DeviceKey { get; } = new(DiceAlgorithm.P256, FirmwareKey.PublicKey.ToSpki()[^64..]);

    /// <summary>Two layers, three files; the application's file is longer than a piece.</summary>
    public static SignedRelease Of(string version, ulong svn, SigningKey? corimKey = null, string model = "edge-1", string board = "esp32", bool keepOlder = false)
    {
        FirmwareImage[] images = [Image("lib.pe", version, 700), Image("net.pe", version, 1024), Image("app.pe", version, 2500)];
        BoardRelease release = BoardRelease.Sign(
            new BoardReleaseOrder
            {
                Board = board,
                Vendor = "Example Devices",
                Model = model,
                Version = version,
                Svn = svn,
                KeepOlder = keepOlder,
                Resident = new ResidentOrder([new FlashOrder(0x10000, new FirmwareImage("resident.bin", ResidentImage))], "resident", "1.1.0", 1),
                Layers = [new LayerOrder("runtime", [images[0], images[1]]), new LayerOrder("application", [images[2]])],
                BoardConfiguration = Configuration,
            },
            FirmwareKey, corimKey ?? FirmwareKey);
        return new SignedRelease(release.Manifest, images.ToDictionary(i => i.Name, i => i.Content), release.Corim);
    }

    public static SigningKey NewKey()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(SigningKey.TryParsePkcs8(ecdsa.ExportPkcs8PrivateKey(), out SigningKey key, out _));
        return key;
    }

    private static FirmwareImage Image(string name, string version, int size) =>
        new(name, [.. Enumerable.Range(0, size).Select(i => unchecked((byte)(i + name[0] + version[0])))]);
}
