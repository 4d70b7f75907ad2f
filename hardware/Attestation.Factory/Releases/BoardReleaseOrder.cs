using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Factory.Boards;

namespace Attestation.Factory.Releases;

/// <summary>A firmware release for one board: what was built, and what it is to be called.</summary>
public sealed record BoardReleaseOrder
{
    /// <summary>Name of the folder of hardware/boards.</summary>
    public required string Board { get; init; }

    /// <summary>Where things lie on the board, which the release must fit; null where nobody described it.</summary>
    public BoardDescription? Description { get; init; }

    /// <summary>Class of the devices.</summary>
    public required string Vendor { get; init; }

    /// <summary>Class of the devices.</summary>
    public required string Model { get; init; }

    /// <summary>For people; of every layer above the resident image.</summary>
    public required string Version { get; init; }

    /// <summary>Security version of every layer above the resident image.</summary>
    public required ulong Svn { get; init; }

    /// <summary>True: older releases may go on running (svn). False: they may not (min-svn).</summary>
    public bool KeepOlder { get; init; }

    /// <summary>Lowest security version of a resident image that may start the layers; null: any.</summary>
    public ulong? MinResidentSvn { get; init; }

    /// <summary>How boards measure the files of layers 1 and up.</summary>
    public FileMeasurement Measurement { get; init; }

    /// <summary>Layer 0.</summary>
    public required ResidentOrder Resident { get; init; }

    /// <summary>Layers 1 and up.</summary>
    public required IReadOnlyList<LayerOrder> Layers { get; init; }

    /// <summary>What else lies in the flash: bootloader, partition table, interpreter.</summary>
    public IReadOnlyList<FlashOrder> Flash { get; init; } = [];

    /// <summary>The board's configuration as the device measures it.</summary>
    public required byte[] BoardConfiguration { get; init; }

    /// <summary>The manifest that boards read.</summary>
    public UpdateManifest Manifest() => new(Vendor, Model, Board, Version, Svn,
        [.. Layers.Select(layer => new UpdateLayer(layer.Name, [.. layer.Files.Select(file => UpdateFile.Of(file, Measurement))]))], MinResidentSvn, Measurement);

    /// <summary>What each layer measures on an intact, locked board. docs/formats/dice-reference-values.md, "A board's release".</summary>
    /// <exception cref="FactoryException"><c>factory.resident-image</c></exception>
    public IReadOnlyList<ExpectedLayer> Expect(byte[] authorityHash) =>
    [
        new ExpectedLayer(0, Resident.Name, Resident.Version, Resident.Svn, Resident.CodeHash(), ResidentConfiguration(), authorityHash),
        .. Manifest().Layers.Select((layer, index) => new ExpectedLayer(index + 1, layer.Name, Version, Svn, Measurement.CodeHash(layer), Named(layer.Name, Version, Svn).Encode(), authorityHash)),
    ];

    private byte[] ResidentConfiguration() => Named(Resident.Name, Resident.Version, Resident.Svn)
        .WithTamperState(false).WithBoardConfiguration(SHA256.HashData(BoardConfiguration)).Encode();

    private static ConfigurationMap Named(string name, string version, ulong svn) =>
        new ConfigurationMap().WithComponentName(name).WithComponentVersion(version).WithSecurityVersion(svn);
}

/// <summary>A layer above the resident image.</summary>
/// <param name="Name">Component name.</param>
/// <param name="Files">Its <c>.pe</c> files in the order in which they are measured.</param>
public sealed record LayerOrder(string Name, IReadOnlyList<FirmwareImage> Files);

/// <summary>A file that is written to the flash as it is.</summary>
/// <param name="Offset">From the beginning of the flash: the offset of its partition in the board's description.</param>
/// <param name="Image">What goes there.</param>
public sealed record FlashOrder(long Offset, FirmwareImage Image);
