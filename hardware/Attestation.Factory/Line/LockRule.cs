using Attestation.Factory.Boards;
using Attestation.Factory.Stations;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Line;

/// <summary>Which locks a device must read back before it is shipped.</summary>
/// <param name="Required">Names from the board description; a device that reports more must hold those too.</param>
public sealed record LockRule(IReadOnlyList<string> Required)
{
    /// <summary>What the description asks for: the locks that Normal mode needs, all of them where the board never claims it, as far as firmware can read them.</summary>
    public static LockRule Of(BoardDescription board) => new([.. Needed(board).Where(l => l.ReadableBy == LockReader.Firmware).Select(l => l.Id)]);

    /// <summary>Those that no device can read back: the operator's to prove, with the vendor's tool.</summary>
    public static IReadOnlyList<BoardLock> OfTheOperator(BoardDescription board) => [.. Needed(board).Where(l => l.ReadableBy == LockReader.Tool)];

    private static IEnumerable<BoardLock> Needed(BoardDescription board) =>
        board.Mode.NormalNeeds is { } needed ? needed.Select(board.FindLock).OfType<BoardLock>() : board.Locks;

    /// <exception cref="FactoryException"><c>factory.locks-open</c></exception>
    public void Check(LockReport report)
    {
        string[] open = [.. Required.Where(name => !report.Holds(name)).Concat(report.Locks.Where(l => !l.InForce).Select(l => l.Name)).Distinct(StringComparer.Ordinal)];
        if (open.Length > 0)
            throw new FactoryException(LineReasons.LocksOpen, $"Not in force: {string.Join(", ", open)}.");
        if (report.Locks.Count == 0)
            throw new FactoryException(LineReasons.LocksOpen, "The device reports no locks.");
    }
}
