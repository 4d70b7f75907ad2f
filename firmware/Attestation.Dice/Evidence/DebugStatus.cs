namespace Attestation.Dice.Evidence;

/// <summary>Claim dbgstat, RFC 9711 section 4.2.9.</summary>
public enum DebugStatus
{
    /// <summary>The claim is left out.</summary>
    Absent = -1,
    Enabled = 0,
    Disabled = 1,
    DisabledSinceBoot = 2,
    DisabledPermanently = 3,
    DisabledFullyAndPermanently = 4,
}
