using Attestation.Device.Boot;
using Attestation.Device.Provisioning;

namespace Attestation.Device.Resident;

/// <summary>The hardware under a resident application: what a board's glue implements, or a virtual board.</summary>
public sealed class ResidentBoard
{
    /// <summary>What a boot needs. <see cref="BootBoard.Uds"/> may be null: the resident takes <see cref="Uds"/>. Of
    /// <see cref="BootBoard.Condition"/> the resident itself sets <see cref="BoardCondition.AreLocksInForce"/> (from <see cref="Locks"/>) and, for a
    /// device that was returned, <see cref="BoardCondition.IsRecovery"/>.</summary>
    public BootBoard Boot { get; set; }

    public IUdsStore Uds { get; set; }

    /// <summary>Null: the board has no locks, and never mode Normal.</summary>
    public IBoardLocks Locks { get; set; }

    /// <summary>Null: nothing on the board can vouch for random numbers, and what needs them is refused.</summary>
    public IRandomSource Random { get; set; }

    /// <summary>The chip's unique number, 1 to 32 bytes; no secret.</summary>
    public byte[] Serial { get; set; }
}
