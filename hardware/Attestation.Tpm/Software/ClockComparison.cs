using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>What happened to a TPM between two attestations by the same key.</summary>
public enum ClockMovement
{
    /// <summary>The same boot: only the clock went on.</summary>
    SameBoot = 0,

    /// <summary>TPM Restart or Resume since: restartCount grew.</summary>
    Restarted,

    /// <summary>TPM Reset since: resetCount grew.</summary>
    Reset,

    /// <summary>resetCount fell: TPM2_Clear, an old state put back, or another TPM.</summary>
    ResetCountFell,

    /// <summary>restartCount fell without a reset: an old state put back, or another TPM.</summary>
    RestartCountFell,

    /// <summary>The clock fell though nothing explains it: an old state put back, or another TPM.</summary>
    ClockFell,
}

/// <summary>
/// Compares TPMS_CLOCK_INFO and firmware version of two attestations by one key, Part 1 clause 36. Keys of the owner hierarchy have constant
/// offsets on counters and firmware version, so differences hold for them too.
/// </summary>
/// <param name="Movement">What happened.</param>
/// <param name="FirmwareChanged">firmwareVersion differs.</param>
/// <param name="Safe">safe of the newer: no later clock value was reported before.</param>
public sealed record ClockComparison(ClockMovement Movement, bool FirmwareChanged, bool Safe)
{
    /// <summary>The series went back: refuse.</summary>
    public bool WentBack => Movement >= ClockMovement.ResetCountFell;

    public static ClockComparison Of(TpmsAttest before, TpmsAttest now) => new(
        Compare(before.ClockInfo, now.ClockInfo), before.FirmwareVersion != now.FirmwareVersion, now.ClockInfo.Safe);

    private static ClockMovement Compare(TpmsClockInfo before, TpmsClockInfo now)
    {
        // Counters wrap modulo 2^32 for obfuscated keys: the sign of the difference decides.
        int resets = unchecked((int)(now.ResetCount - before.ResetCount));
        int restarts = unchecked((int)(now.RestartCount - before.RestartCount));
        if (resets < 0)
            return ClockMovement.ResetCountFell;
        if (resets == 0 && restarts < 0)
            return ClockMovement.RestartCountFell;
        // After a power cut (safe is clear) the clock may begin at its last saved value, which is older than the last one reported.
        bool powerCut = (resets > 0 || restarts > 0) && !now.Safe;
        if (now.Clock < before.Clock && !powerCut)
            return ClockMovement.ClockFell;
        return resets > 0 ? ClockMovement.Reset : restarts > 0 ? ClockMovement.Restarted : ClockMovement.SameBoot;
    }
}
