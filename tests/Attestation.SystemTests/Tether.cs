using System.Collections.Concurrent;
using System.Diagnostics;

namespace Attestation.SystemTests;

/// <summary>
/// Starts programs that the test run cannot leave behind, however it ends: the kernel kills them with the thread that started them
/// (prctl(2), PR_SET_PDEATHSIG), and that thread lives as long as this process.
/// </summary>
internal static class Tether
{
    private static readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Started)> Orders = [];

    static Tether() => new Thread(Serve) { IsBackground = true, Name = "tether" }.Start();

    /// <summary>Starts a program; its process id is its own, not a wrapper's.</summary>
    public static Process Start(ProcessStartInfo wanted)
    {
        wanted.ArgumentList.Insert(0, wanted.FileName);
        foreach (string word in (string[])["--", "KILL", "--pdeathsig"])
            wanted.ArgumentList.Insert(0, word);
        wanted.FileName = "setpriv";
        var started = new TaskCompletionSource<Process>();
        Orders.Add((wanted, started));
        return started.Task.GetAwaiter().GetResult();
    }

    private static void Serve()
    {
        foreach ((ProcessStartInfo start, TaskCompletionSource<Process> started) in Orders.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        }
    }
}
