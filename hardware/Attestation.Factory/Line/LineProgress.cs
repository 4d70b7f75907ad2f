using Attestation.Factory.Stations;

namespace Attestation.Factory.Line;

/// <summary>What a line shows while it runs. Written by the line, read by a screen: safe for both.</summary>
public sealed class LineProgress(TimeProvider clock)
{
    private const int Window = 50;

    private readonly Lock _gate = new();
    private readonly Queue<long> _finished = new();
    private readonly int[] _ends = new int[Enum.GetValues<DeviceEnd>().Length];
    private readonly long _started = clock.GetTimestamp();
    private LineGlance _now = new(LineStep.Waiting, "", null);

    /// <summary>What is at the station, and what happens to it.</summary>
    public LineGlance Now
    {
        get
        {
            lock (_gate)
                return _now;
        }
    }

    public TimeSpan Elapsed => clock.GetElapsedTime(_started);

    /// <summary>Finished devices a second, over the last fifty; null before the first.</summary>
    public double? Rate
    {
        get
        {
            lock (_gate)
            {
                if (_finished.Count == 0)
                    return null;
                TimeSpan span = clock.GetElapsedTime(_finished.Count == Window ? _finished.Peek() : _started);
                int count = _finished.Count == Window ? Window - 1 : _finished.Count;
                return span > TimeSpan.Zero ? count / span.TotalSeconds : null;
            }
        }
    }

    /// <summary>Devices of this run that ended so.</summary>
    public int Count(DeviceEnd end)
    {
        lock (_gate)
            return _ends[(int)end];
    }

    internal void Step(LineStep step, string? device = null)
    {
        lock (_gate)
            _now = step == LineStep.Waiting ? new LineGlance(step, "", _now.Last) : _now with { Step = step, DeviceId = device ?? _now.DeviceId };
    }

    internal void End(DeviceOutcome outcome)
    {
        lock (_gate)
        {
            _now = new LineGlance(LineStep.Waiting, "", outcome);
            _ends[(int)outcome.End]++;
            if (outcome.End is not (DeviceEnd.Passed or DeviceEnd.Failed))
                return;
            _finished.Enqueue(clock.GetTimestamp());
            if (_finished.Count > Window)
                _finished.Dequeue();
        }
    }
}

/// <summary>One moment of a line.</summary>
/// <param name="Step">What is being done.</param>
/// <param name="DeviceId">To which device; empty before it said who it is.</param>
/// <param name="Last">The device before it; null for the first.</param>
public sealed record LineGlance(LineStep Step, string DeviceId, DeviceOutcome? Last);
