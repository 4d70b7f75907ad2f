namespace Attestation.Simulator.SpiTpms;

/// <summary>Time that passes only when somebody waits, and then at once: minutes of a slow TPM cost a test nothing, and every run is the same.</summary>
public sealed class SteppingClock : TimeProvider
{
    private TimeSpan passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => passed.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + passed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            passed += dueTime;
            ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null); // a timer never fires inside its own making
        }
        return new Fired();
    }

    private sealed class Fired : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
