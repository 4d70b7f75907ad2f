namespace Attestation.Tpm.Transports.Spi;

/// <summary>How long the interface may take: PTP 1.05 clause 6.5.1.4 (TIMEOUT_A to D). TIMEOUT_D, 30 ms for a burst count, is too short for parts in the field,
/// so A is granted there, as Linux does.</summary>
public sealed record TisTimeouts
{
    /// <summary>TIMEOUT_A: a locality, a burst count, the end of wait states.</summary>
    public TimeSpan A { get; init; } = TimeSpan.FromMilliseconds(750);

    /// <summary>TIMEOUT_B: commandReady, and a cancelled command's answer.</summary>
    public TimeSpan B { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>TIMEOUT_C: stsValid, and dataAvail between two bursts.</summary>
    public TimeSpan C { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest command: an RSA key may take minutes.</summary>
    public TimeSpan Execution { get; init; } = TimeSpan.FromMinutes(5);
}
