namespace Attestation.Device.Gpio;

/// <summary>A switch, loop or mesh that changes level when the case is opened. A short disturbance is not an opening: the level has to stand for a number of
/// samples in a row. Whatever cannot be read counts as tripped.</summary>
public sealed class TamperInput
{
    private readonly IGpioInput _line;
    private readonly bool _isActiveHigh;
    private readonly TamperRecord _record;
    private readonly IPause _pause;
    private bool _hasTripped;

    /// <param name="line">Opened, with the pull resistor that the board's description states.</param>
    /// <param name="isActiveHigh">The level of an opened case; should be the one that a cut wire gives.</param>
    /// <param name="record">Where an opening is remembered.</param>
    /// <param name="pause">Between samples.</param>
    public TamperInput(IGpioInput line, bool isActiveHigh, TamperRecord record, IPause pause)
    {
        _line = line;
        _isActiveHigh = isActiveHigh;
        _record = record;
        _pause = pause;
    }

    /// <summary>Samples in a row that must agree.</summary>
    public int Samples { get; set; } = 5;

    /// <summary>Milliseconds between two samples. Five of them are 16 ms: longer than a contact bounces.</summary>
    public int Interval { get; set; } = 4;

    /// <summary>Reads the line and the record, and remembers an opening. At boot: before layer 0 is measured. Later: on every edge of the line, or now and then.</summary>
    /// <returns>True when the case is open, was open since the record was cleared, or when neither can be told.</returns>
    public bool IsTripped()
    {
        if (IsOpen())
            _hasTripped = true;
        bool isKnown = _record.TryRead(out bool isRemembered, out int _);
        if (_hasTripped && !(isKnown && isRemembered))
            _record.TryLatch(); // a record that cannot be written is tried again the next time; until then this object remembers
        return _hasTripped || isRemembered || !isKnown;
    }

    /// <summary>While the board runs, now and then: remembers an opening, and leaves the storage alone while the case is closed.</summary>
    public void Watch()
    {
        if (!_hasTripped && IsOpen())
            IsTripped();
    }

    /// <summary>Clears the record, unless the case is open.</summary>
    /// <returns>False when the case is open or the record could not be written; nothing is forgotten then.</returns>
    public bool TryClear()
    {
        if (IsOpen() || !_record.TryClear())
            return false;
        _hasTripped = false;
        return true;
    }

    /// <summary>Samples until enough of them agree in a row; a line that never comes to rest is open.</summary>
    private bool IsOpen()
    {
        int active = 0;
        int quiet = 0;
        for (int sample = 0; sample < Samples * 8; sample++)
        {
            if (sample > 0)
                _pause.Wait(Interval);
            if (!_line.TryRead(out bool isHigh))
                return true;
            bool isActive = isHigh == _isActiveHigh;
            active = isActive ? active + 1 : 0;
            quiet = isActive ? 0 : quiet + 1;
            if (quiet >= Samples)
                return false;
            if (active >= Samples)
                return true;
        }

        return true;
    }
}
