using Attestation.Formats.Reasons;

namespace Attestation.Factory.Boards;

/// <summary>The rules of docs/boards.md that a description must keep, whatever is locked on a device.</summary>
internal static class DescriptionCheck
{
    private static readonly LockGuard[] NeededForNormal = [LockGuard.Code, LockGuard.Secret, LockGuard.Debug, LockGuard.Interpreter];

    public static IEnumerable<BoardFinding> Run(BoardDescription board) =>
        [.. board.Storage.Check(), .. Pins(board), .. Names(board), .. References(board), .. Random(board), .. board.Mode.NormalNeeds is null ? [] : Normal(board)];

    private static IEnumerable<BoardFinding> Pins(BoardDescription board)
    {
        foreach (var shared in board.Pins.GroupBy(p => p.Number).Where(g => g.Count() > 1))
            yield return new BoardFinding(BoardReasons.PinTwice, $"{shared.Key}: {string.Join(", ", shared.Select(p => BoardNode.Word(p.Use)))}");
        foreach (var twice in board.Pins.GroupBy(p => p.Use).Where(g => g.Count() > 1))
            yield return new BoardFinding(BoardReasons.DuplicateKey, $"pins: {BoardNode.Word(twice.Key)}");
    }

    private static IEnumerable<BoardFinding> Names(BoardDescription board) =>
        board.Locks.GroupBy(l => l.Id).Where(g => g.Count() > 1).Select(g => new BoardFinding(BoardReasons.DuplicateKey, $"lock {g.Key}"));

    private static IEnumerable<BoardFinding> References(BoardDescription board)
    {
        foreach (string? partition in new[] { board.Deployment.Partition, board.Deployment.LayersPartition })
        {
            if (partition is not null && board.Storage.Find(partition) is null)
                yield return new BoardFinding(BoardReasons.Reference, $"deployment: partition {partition}");
        }
        string?[] locks = [.. board.Mode.NormalNeeds ?? [], .. board.Rollback.KeptBy, board.LayerZero.VerifiedBy];
        foreach (string? id in locks.Distinct())
        {
            if (id is not null && board.FindLock(id) is null)
                yield return new BoardFinding(BoardReasons.Reference, $"lock {id}");
        }
    }

    private static IEnumerable<BoardFinding> Random(BoardDescription board)
    {
        if (board.Random.VouchedBy is null && board.Uds.Schemes.Any(s => s != 1))
            yield return new BoardFinding(BoardReasons.RandomUnvouched, $"schemes {string.Join(", ", board.Uds.Schemes)}; random numbers from {board.Random.Source}");
    }

    private static IEnumerable<BoardFinding> Normal(BoardDescription board)
    {
        BoardLock[] needed = [.. board.Mode.NormalNeeds!.Select(board.FindLock).OfType<BoardLock>()];
        foreach (LockGuard guard in NeededForNormal.Where(g => needed.All(l => l.Guards != g)))
            yield return new BoardFinding(BoardReasons.Unguarded, $"mode.normal requires no lock that guards {BoardNode.Word(guard)}");
        if (board.Uds.Place == UdsPlace.DevelopmentFile)
            yield return new BoardFinding(BoardReasons.DevelopmentUds, board.Uds.Location);
        if (board.Uds.Latch == UdsLatch.None)
            yield return new BoardFinding(BoardReasons.Unlatched, board.Uds.Location);
        if (board.Uds.Place is UdsPlace.TpmHmacKey or UdsPlace.TpmNv && board.FindPin(PinUse.TpmReset) is { } reset)
            yield return new BoardFinding(BoardReasons.LatchResettable, reset.Label);
        if (board.LayerZero.Measurement == LayerZeroMeasurement.BootloaderDigest && !board.Mode.NormalNeeds!.Contains(board.LayerZero.VerifiedBy))
            yield return new BoardFinding(BoardReasons.LayerZeroUnverified, board.LayerZero.Covers);
        if (!board.Rollback.IsMonotonic && (board.Rollback.KeptBy.Count == 0 || board.Rollback.KeptBy.Except(board.Mode.NormalNeeds!).Any()))
            yield return new BoardFinding(BoardReasons.RollbackUnprotected, board.Rollback.Location);
    }
}
