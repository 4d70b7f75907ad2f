namespace Attestation.Formats.Eat;

/// <summary>dbgstat (RFC 9711 section 4.2.9).</summary>
public enum DebugStatus
{
    Enabled = 0,
    Disabled = 1,
    DisabledSinceBoot = 2,
    DisabledPermanently = 3,
    DisabledFullyAndPermanently = 4,
}
