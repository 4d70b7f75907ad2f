using System.Diagnostics;

namespace Attestation.Benchmarks;

/// <summary>The time and the garbage of one operation: warm-up, then batches; the median batch counts.</summary>
/// <param name="Microseconds">Per operation.</param>
/// <param name="AllocatedBytes">Managed bytes per operation on the measuring thread.</param>
public readonly record struct Measurement(double Microseconds, long AllocatedBytes)
{
    private const int Batches = 21;

    /// <param name="operation">What to measure; it must do the same work each time.</param>
    /// <param name="perBatch">Runs in one batch; a batch should take some milliseconds.</param>
    public static Measurement Of(Action operation, int perBatch)
    {
        Stopwatch warmUp = Stopwatch.StartNew();
        for (int i = 0; i < perBatch || warmUp.ElapsedMilliseconds < 500; i++)
            operation();

        double[] times = new double[Batches];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int batch = 0; batch < Batches; batch++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < perBatch; i++)
                operation();
            times[batch] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / perBatch;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(times);
        return new Measurement(times[Batches / 2], allocated / (Batches * perBatch));
    }
}
