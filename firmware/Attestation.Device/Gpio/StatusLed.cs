namespace Attestation.Device.Gpio;

/// <summary>A light that shows a <see cref="BlinkCode"/>. It keeps no time itself: whoever owns the loop or the thread calls <see cref="Step"/> and waits as long
/// as it says. A light that cannot be driven is no reason to stop a boot, so nothing here fails.</summary>
public sealed class StatusLed
{
    private readonly IGpioOutput _line;
    private readonly bool _isActiveHigh;
    private BlinkCode _code;
    private int _period;

    /// <param name="line">Opened as an output.</param>
    /// <param name="isActiveHigh">The level that lights it.</param>
    public StatusLed(IGpioOutput line, bool isActiveHigh)
    {
        _line = line;
        _isActiveHigh = isActiveHigh;
        _code = BlinkCode.Starting();
    }

    /// <summary>Begins another code at its first flash.</summary>
    public void Show(BlinkCode code)
    {
        _code = code;
        _period = 0;
    }

    /// <summary>Drives the light for the next period.</summary>
    /// <returns>Milliseconds until the next call.</returns>
    public int Step()
    {
        bool isLit = (_period & 1) == 0;
        _line.TryWrite(isLit == _isActiveHigh);
        int time = _code.Time(_period);
        _period = _period + 1 < _code.Count ? _period + 1 : 0;
        return time;
    }
}
