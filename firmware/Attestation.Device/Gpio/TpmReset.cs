namespace Attestation.Device.Gpio;

/// <summary>Pulses the reset line of a TPM. That clears its PCRs and opens every latch that stands on one: code that can do so can undo a measured boot, which is
/// why a board with such a line is never in mode Normal.</summary>
public sealed class TpmReset
{
    /// <summary>Milliseconds that the line is held. Makers ask for microseconds.</summary>
    public const int Hold = 10;

    /// <summary>Milliseconds until the interface is asked for the first time.</summary>
    public const int Settle = 60;

    private readonly IGpioOutput _line;
    private readonly bool _isActiveHigh;
    private readonly IPause _pause;

    /// <param name="line">Opened as an output.</param>
    /// <param name="isActiveHigh">The level that resets; RST# is active low.</param>
    /// <param name="pause">Holds the line.</param>
    public TpmReset(IGpioOutput line, bool isActiveHigh, IPause pause)
    {
        _line = line;
        _isActiveHigh = isActiveHigh;
        _pause = pause;
    }

    /// <summary>Resets the TPM and waits until it may be spoken to; TPM2_Startup is the caller's.</summary>
    /// <returns>False when the line could not be driven. It is released in any case.</returns>
    public bool TryPulse()
    {
        bool isHeld = _line.TryWrite(_isActiveHigh);
        if (isHeld)
            _pause.Wait(Hold);
        bool isReleased = _line.TryWrite(!_isActiveHigh);
        if (isHeld && isReleased)
            _pause.Wait(Settle);
        return isHeld && isReleased;
    }
}
