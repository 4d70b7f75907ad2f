using System.Diagnostics;

namespace Attestation.Fuzz;

/// <summary>
/// Reads damaged inputs and holds the reader to four rules: no exception, memory in proportion to the input, an accepted input re-encodes
/// to itself, and no single input takes a second.
/// </summary>
public static class FuzzRun
{
    /// <summary>Allocation a reader may make whatever the input's size: tables, error objects, the first buffers.</summary>
    public const long AllocationFloor = 64 * 1024;

    /// <summary>Bytes a reader may allocate for each byte of input beyond the floor.</summary>
    public const double AllocationPerByte = 64;

    public static FuzzResult Over(FuzzTarget target, int seed, long inputs, TimeSpan limit)
    {
        var mutator = new Mutator(seed);
        var failures = new List<FuzzFailure>();
        var whole = Stopwatch.StartNew();
        long read = 0, accepted = 0;
        double worst = 0;
        TimeSpan slowest = TimeSpan.Zero;
        foreach (byte[] valid in target.Seeds)
            target.Read(valid); // first use allocates what is kept for good
        for (; read < inputs && whole.Elapsed < limit && failures.Count < 10; read++)
        {
            byte[] one = target.Seeds[(int)(read % target.Seeds.Count)];
            byte[] other = target.Seeds[(int)(read * 7 % target.Seeds.Count)];
            byte[] input = mutator.Mutate(one, other);
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            if (Judge(target, input, ref accepted) is { } failure)
                failures.Add(failure);
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            slowest = took > slowest ? took : slowest;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before - AllocationFloor;
            double ratio = Math.Max(0, allocated) / (double)Math.Max(1, input.Length);
            worst = Math.Max(worst, ratio);
            if (ratio > AllocationPerByte)
                failures.Add(new FuzzFailure("memory in proportion", input, $"{allocated} bytes beyond the floor for {input.Length} bytes of input"));
        }
        return new FuzzResult(read, accepted, failures, worst, slowest);
    }

    private static FuzzFailure? Judge(FuzzTarget target, byte[] input, ref long accepted)
    {
        byte[] handed = [.. input];
        try
        {
            byte[]? again = target.Read(handed);
            if (!handed.AsSpan().SequenceEqual(input))
                return new FuzzFailure("input untouched", input, "the reader changed the bytes it was given");
            if (again is null)
                return null;
            accepted++;
            return again.AsSpan().SequenceEqual(input)
                ? null
                : new FuzzFailure("accepted input re-encodes to itself", input, Convert.ToHexStringLower(again));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new FuzzFailure("no exception", input, e.ToString());
        }
    }
}
