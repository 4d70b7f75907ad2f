namespace Attestation.Device.Provisioning;

/// <summary>What keeps a board's secret from whoever holds the board: secure boot, flash encryption, debug ports. Their names are those of the board's
/// description (hardware/boards). What is in force is read back from the hardware at every question.</summary>
public interface IBoardLocks
{
    /// <summary>How many the board has; a board with none is never in mode Normal.</summary>
    int Count { get; }

    /// <summary>Name of a lock: <c>secure-boot</c>.</summary>
    string Name(int index);

    /// <summary>Reads the lock back. What cannot be read is not in force.</summary>
    bool IsInForce(int index);

    /// <summary>Closes the lock for ever, where firmware can: some are closed by the maker's tool only. True when it did what it could; whether the lock
    /// holds is what <see cref="IsInForce"/> says.</summary>
    bool TryEngage(int index);
}
