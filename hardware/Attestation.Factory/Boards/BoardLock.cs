namespace Attestation.Factory.Boards;

/// <summary>Something that is closed once, in the factory, and what it keeps.</summary>
/// <param name="Id">Stable name; the device's and the station's reports use it.</param>
/// <param name="Guards">What it keeps.</param>
/// <param name="Command">The vendor's command that closes it, as the board's README has it.</param>
/// <param name="ReadBack">The vendor's command that shows it.</param>
/// <param name="Expect">What that shows when the lock is closed.</param>
/// <param name="ReadableBy">Who can know it.</param>
/// <param name="Reversible">Whether it can be opened again, with the secret lost.</param>
public sealed record BoardLock(string Id, LockGuard Guards, string Command, string ReadBack, string Expect, LockReader ReadableBy, bool Reversible)
{
    internal static BoardLock Read(BoardNode node)
    {
        var result = new BoardLock(node.Id("id"), node.Choice<LockGuard>("guards"), node.Text("command"), node.Text("read-back"), node.Text("expect"),
            node.Choice<LockReader>("readable-by"), node.Flag("reversible"));
        node.Done();
        return result;
    }
}

/// <summary>What a lock keeps. Normal mode needs <see cref="Code"/>, <see cref="Secret"/>, <see cref="Debug"/> and <see cref="Interpreter"/>.</summary>
public enum LockGuard
{
    /// <summary>Nothing runs below layer 1 that the manufacturer did not sign or write.</summary>
    Code,

    /// <summary>The UDS cannot be read from outside.</summary>
    Secret,

    /// <summary>Debug ports and the ROM's loader cannot reach memory.</summary>
    Debug,

    /// <summary>The interpreter is a release build, without the debugger that reads and writes memory over the cable.</summary>
    Interpreter,

    /// <summary>The rollback counter cannot be turned back.</summary>
    Rollback,
}

public enum LockReader
{
    /// <summary>Firmware on the board reads it from the hardware; so can the vendor's tool.</summary>
    Firmware,

    /// <summary>Only the vendor's tool, in the factory.</summary>
    Tool,
}
