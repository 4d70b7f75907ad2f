namespace Attestation.UnitTests.Gate;

/// <summary>The clock of an election that stands until a test moves it. It counts how often it was asked, so that a test knows when somebody looked at the lead.</summary>
internal sealed class LeaseClock : TimeProvider
{
    private long _passed;
    private int _asked;

    public int Asked => Volatile.Read(ref _asked);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        long passed = Interlocked.Read(ref _passed);
        Interlocked.Increment(ref _asked);
        return passed;
    }

    public void Move(TimeSpan by) => Interlocked.Add(ref _passed, by.Ticks);
}
