using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Attestation.Factory.Boards;

namespace Attestation.Factory.Releases;

/// <summary>What to flash where, as a document and as a table.</summary>
internal static class FlashReport
{
    private const string Slot = "slot-a";

    /// <summary>Of a piece's file in the release folder.</summary>
    public static string PathOf(FlashOrder piece) => "flash/" + piece.Image.Name;

    public static JsonObject Document(BoardRelease release) => new()
    {
        ["board"] = release.Order.Board,
        ["flash"] = new JsonArray([.. release.Flash.Pieces.Select(piece => Piece(release, piece))]),
        ["slot"] = new JsonObject
        {
            ["folder"] = Slot,
            ["files"] = new JsonArray([JsonValue.Create(ReleaseFolder.ManifestName), .. Images(release).Select(image => JsonValue.Create("update/" + image.Name))]),
        },
    };

    public static string Text(BoardRelease release)
    {
        var text = new StringBuilder($"Flash of {release.Order.Board}, offset and file:\n");
        foreach (FlashOrder piece in release.Flash.Pieces)
            text.Append($"  0x{piece.Offset:X8}  {PathOf(piece)}  ({piece.Image.Content.Length} bytes{(PartitionOf(release, piece) is { } partition ? $" of {partition.Size}, partition {partition.Name}" : "")})\n");
        if (release.Order.Description is { Storage.Write: not null } board)
            AppendCommands(text, release, board);
        text.Append($"\n{Slot}, as an update over the device's protocol or as files:\n  {ReleaseFolder.ManifestName}\n");
        foreach (FirmwareImage image in Images(release))
            text.Append($"  update/{image.Name}\n");
        return text.ToString();
    }

    /// <summary>The vendor's tool, one line a file.</summary>
    private static void AppendCommands(StringBuilder text, BoardRelease release, BoardDescription board)
    {
        text.Append($"\nIn this folder; on a board that is locked only what was signed and encrypted for it (hardware/boards/{board.Name}/README.md):\n");
        foreach (FlashOrder piece in release.Flash.Pieces)
            text.Append($"  {board.Storage.CommandFor(piece.Offset, PathOf(piece))}\n");
    }

    private static BoardPartition? PartitionOf(BoardRelease release, FlashOrder piece) => release.Order.Description?.Storage.At(piece.Offset);

    private static IEnumerable<FirmwareImage> Images(BoardRelease release) => release.Order.Layers.SelectMany(layer => layer.Files);

    private static JsonObject Piece(BoardRelease release, FlashOrder piece) => new()
    {
        ["file"] = PathOf(piece),
        ["partition"] = PartitionOf(release, piece)?.Name,
        ["offset"] = piece.Offset,
        ["address"] = (release.Order.Description?.Storage.Address ?? 0) + piece.Offset,
        ["size"] = piece.Image.Content.Length,
        ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(piece.Image.Content)),
    };
}
