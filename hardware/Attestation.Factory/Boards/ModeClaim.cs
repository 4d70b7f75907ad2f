using Attestation.Dice;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Boards;

/// <summary>Which mode a device of a board may claim, from the locks that were read back.</summary>
/// <param name="Honest">That mode; Normal only when both lists are empty.</param>
/// <param name="Wrong">What is wrong whatever is claimed: rules that the description breaks, a list of locks that is not this board's.</param>
/// <param name="AgainstNormal">What keeps the device from Normal.</param>
public sealed record ModeClaim(DiceMode Honest, IReadOnlyList<BoardFinding> Wrong, IReadOnlyList<BoardFinding> AgainstNormal)
{
    /// <summary>Judges one device.</summary>
    /// <param name="board">Its board.</param>
    /// <param name="locks">What was read back; null: nothing was.</param>
    public static ModeClaim Judge(BoardDescription board, LockList? locks)
    {
        BoardFinding[] wrong = [.. board.Check(), .. locks is null ? [] : Foreign(board, locks)];
        BoardFinding[] against = [.. Against(board, locks is not null && locks.Board == board.Name ? locks.Locks : [])];
        return new ModeClaim(wrong.Length + against.Length == 0 ? DiceMode.Normal : board.Mode.Otherwise, wrong, against);
    }

    private static IEnumerable<BoardFinding> Foreign(BoardDescription board, LockList locks) => locks.Board != board.Name
        ? [new BoardFinding(BoardReasons.LocksOtherBoard, $"{locks.Board}, not {board.Name}")]
        : locks.Locks.Where(l => board.FindLock(l.Id) is null).Select(l => new BoardFinding(BoardReasons.LockUnknown, l.Id));

    private static IEnumerable<BoardFinding> Against(BoardDescription board, IReadOnlyList<ReadLock> read) => board.Mode.NormalNeeds is not { } needed
        ? [new BoardFinding(BoardReasons.NormalNever, board.Mode.Why)]
        : needed.Select(board.FindLock).OfType<BoardLock>().Select(l => Against(l, read.FirstOrDefault(r => r.Id == l.Id))).OfType<BoardFinding>();

    private static BoardFinding? Against(BoardLock needed, ReadLock? read)
    {
        if (read is null)
            return new BoardFinding(BoardReasons.LockUnread, $"{needed.Id}: {needed.ReadBack}");
        if (!read.Closed)
            return new BoardFinding(needed.Guards == LockGuard.Interpreter ? BoardReasons.DevelopmentInterpreter : BoardReasons.LockOpen, $"{needed.Id}: {needed.Command}");
        return read.ReadBy == LockReader.Firmware && needed.ReadableBy == LockReader.Tool ? new BoardFinding(BoardReasons.LockReader, needed.Id) : null;
    }
}
