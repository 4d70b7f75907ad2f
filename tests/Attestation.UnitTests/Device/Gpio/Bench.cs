using Attestation.Device.Gpio;
using Attestation.UnitTests.Device.Storage;

namespace Attestation.UnitTests.Device.Gpio;

/// <summary>Lines, a light and a clock on a workbench: what is read comes from a script, what is driven and waited is written down.</summary>
internal sealed class Bench : IGpioInput, IGpioOutput, IPause
{
    private readonly Queue<bool?> _levels = new();
    private bool? _last = false;

    public List<string> Journal { get; } = [];

    public TornStorage Storage { get; } = new();

    public bool OutputFails { get; set; }

    public TamperRecord Record => new(Storage, "tamper");

    /// <summary>What the line reads next: 0, 1 or x (cannot be read); the last one stays.</summary>
    public Bench Levels(string script)
    {
        _levels.Clear();
        foreach (char level in script)
            _levels.Enqueue(level == 'x' ? null : level == '1');
        return this;
    }

    public TamperInput Input() => new(this, isActiveHigh: true, Record, this);

    public bool TryRead(out bool isHigh)
    {
        if (_levels.TryDequeue(out bool? next))
            _last = next;
        isHigh = _last ?? false;
        return _last is not null;
    }

    public bool TryWrite(bool isHigh)
    {
        Journal.Add(isHigh ? "high" : "low");
        return !OutputFails;
    }

    public void Wait(int milliseconds) => Journal.Add($"{milliseconds} ms");
}
