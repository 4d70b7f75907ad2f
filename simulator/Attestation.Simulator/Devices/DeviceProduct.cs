using Attestation.Device.Boot;
using Attestation.Device.Manifest;
using Attestation.Dice;
using Attestation.Factory.Boards;
using UpdateManifest = Attestation.Factory.Releases.UpdateManifest;

namespace Attestation.Simulator.Devices;

/// <summary>What all virtual devices of a run have in common: the board's description, and what the maker of the boards flashed.</summary>
/// <param name="Board">hardware/boards/NAME/board.yaml</param>
/// <param name="Plan">Built into the resident image.</param>
/// <param name="Resident">The bytes that stand for the resident image, as the board measures them.</param>
/// <param name="Configuration">The board's configuration, measured with it.</param>
public sealed record DeviceProduct(BoardDescription Board, BootPlan Plan, byte[] Resident, byte[] Configuration)
{
    private const int DefaultBlocks = 256; // 1 MiB, where the description leaves the file system to Linux
    private const int MostBlocks = 2048;

    /// <summary>Files of <c>slot-a</c>, <c>manifest.cose</c> among them; empty: the boards come without firmware.</summary>
    public IReadOnlyDictionary<string, byte[]> Slot { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>What the manifest in the slot says; null without firmware.</summary>
    public UpdateManifest? Manifest { get; init; }

    /// <summary>Provisioning scheme of Open Profile for DICE: 1 takes the UDS, 2 and 3 take entropy.</summary>
    public int Scheme { get; init; } = 2;

    /// <summary>SHA-256 that the bootloader states of the resident image; null: the image is read.</summary>
    public byte[]? BootloaderDigest { get; init; }

    /// <summary>Ids of the locks that firmware can read.</summary>
    public IReadOnlyList<string> Locks => [.. Board.Locks.Where(l => l.ReadableBy == LockReader.Firmware).Select(l => l.Id)];

    /// <summary>Size of the partition with the slots.</summary>
    public int Blocks => Board.Deployment.LayersPartition is { } name && Board.Storage.Find(name) is { } partition
        ? (int)Math.Min(MostBlocks, partition.Size / NorFlash.BlockSize)
        : DefaultBlocks;

    /// <summary>A product without firmware, whose firmware key nobody has.</summary>
    public static DeviceProduct Bare(BoardDescription board, byte[] unusedKey) => new(board, new BootPlan
    {
        Board = board.Name,
        ResidentVersion = "0.0.0",
        FirmwareKey = new FirmwareKey(DiceAlgorithm.Ed25519, unusedKey),
        Algorithm = board.Algorithms[0],
    }, "no resident image"u8.ToArray(), "no configuration"u8.ToArray());
}
