using Attestation.Factory.Boards;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases;

/// <summary>Whether a release fits its board as hardware/boards/NAME/board.yaml describes it. docs/factory.md, "Releases of boards".</summary>
internal static class BoardFit
{
    /// <summary>What littlefs gives out at once; files begin on one.</summary>
    private const long Block = 4096;

    /// <summary>For directories, certificates and records beside the slots.</summary>
    private const long BlocksOfOthers = 8;

    private const int Slots = 2;

    /// <param name="order">The release.</param>
    /// <param name="board">Its board.</param>
    /// <param name="manifestLength">Bytes of the signed manifest, which lies in each slot.</param>
    /// <exception cref="FactoryException"><c>factory.board-unfit</c>, <c>factory.flash-partition</c>, <c>factory.layers-partition</c>.</exception>
    public static void Check(BoardReleaseOrder order, BoardDescription board, int manifestLength)
    {
        Unfit(board.Runtime == BoardRuntime.Nanoframework, $"{board.Name} runs {board.Runtime}; releases of its images are made with attest-factory release IMAGE.");
        if (board.Check() is [var wrong, ..])
            throw new FactoryException(wrong.Reason, wrong.Detail);
        Unfit(board.Name == order.Board, $"The description is of {board.Name}, the release for {order.Board}.");
        CheckMeasurement(order.Resident, board);
        foreach (FlashOrder piece in order.Flash.Concat(order.Resident.Images))
            CheckPiece(piece, board.Storage);
        string deployment = board.Deployment.Partition ?? "";
        Unfit(order.Flash.Concat(order.Resident.Images).Any(piece => board.Storage.At(piece.Offset)?.Name == deployment),
            $"Nothing goes to the partition {deployment}, which holds the resident boot application.");
        if (board.Deployment.LayersPartition is { } layers)
            CheckLayers(order, board.Storage.Find(layers)!, manifestLength);
    }

    private static void CheckMeasurement(ResidentOrder resident, BoardDescription board)
    {
        bool byDigest = board.LayerZero.Measurement == LayerZeroMeasurement.BootloaderDigest;
        Unfit(byDigest == resident.BootloaderDigest is not null, byDigest
            ? $"{board.Name} measures what its bootloader states ({board.LayerZero.Covers}), and that digest is not given."
            : $"{board.Name} measures the image itself ({board.LayerZero.Covers}), and a digest is given.");
    }

    private static void CheckPiece(FlashOrder piece, BoardStorage storage)
    {
        if (storage.At(piece.Offset) is not { } partition)
            throw new FactoryException(ReleaseReasons.FlashPartition, $"{piece.Image.Name} at 0x{piece.Offset:X}: no partition begins there.");
        if (piece.Image.Content.Length > partition.Size)
            throw new FactoryException(ReleaseReasons.FlashPartition, $"{piece.Image.Name} has {piece.Image.Content.Length} bytes, partition {partition.Name} {partition.Size}.");
    }

    /// <summary>An update is staged beside what runs: both must lie there at once.</summary>
    private static void CheckLayers(BoardReleaseOrder order, BoardPartition partition, int manifestLength)
    {
        long slot = Blocks(manifestLength) + order.Layers.SelectMany(layer => layer.Files).Sum(file => Blocks(file.Content.Length));
        long needed = (Slots * slot + BlocksOfOthers) * Block;
        if (needed > partition.Size)
            throw new FactoryException(ReleaseReasons.LayersPartition, $"Two slots of {slot * Block} bytes and {BlocksOfOthers * Block} for the rest are {needed}; partition {partition.Name} has {partition.Size}.");
    }

    private static long Blocks(long length) => (length + Block - 1) / Block;

    private static void Unfit(bool good, string detail)
    {
        if (!good)
            throw new FactoryException(ReleaseReasons.BoardUnfit, detail);
    }
}
