using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Identity;

/// <summary>
/// A number that grows with every boot: resetCount in the upper, restartCount in the lower half (TPM 2.0 Part 1, clause 36.3). A reboot is a reset
/// or, where the system asked for it by TPM2_Shutdown(STATE), a restart; a resume after suspend raises restartCount too, and the identity stays.
/// </summary>
public readonly record struct BootNumber(ulong Value)
{
    public static BootNumber Of(TpmsClockInfo clock) => new((ulong)clock.ResetCount << 32 | clock.RestartCount);

    /// <summary>May what was made at that number still be used? After a reset it may not; a resume is no reason.</summary>
    public bool IsSameReset(BootNumber other) => Value >> 32 == other.Value >> 32;
}
