namespace Attestation.Simulator.Boards;

/// <summary>How a board's debug and boot-mode pins and fuses stand; the boot ROM turns it into the DICE mode.</summary>
public enum LockState
{
    /// <summary>Verified boot enforced, debug port closed: mode Normal.</summary>
    Locked,

    /// <summary>Debug port open, nothing enforced: mode Debug.</summary>
    Debug,

    /// <summary>Booted from the recovery button: mode Recovery.</summary>
    Recovery,

    /// <summary>No verification key was ever set: mode Not configured.</summary>
    Unconfigured,
}
