using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Attestation.SystemTests;

/// <summary>Signals to processes that a test started (kill(2)); .NET itself sends SIGKILL only.</summary>
internal static class Signals
{
    public const int Interrupt = 2, Terminate = 15, Continue = 18, Stop = 19;

    public static void Send(Process process, int signal) => Assert.Equal(0, Kill(process.Id, signal));

    /// <summary>Sends a signal that ends a process, and waits for its end.</summary>
    /// <returns>Its exit status.</returns>
    public static async Task<int> EndAsync(Process process, int signal, TimeSpan patience)
    {
        Send(process, signal);
        using var limit = new CancellationTokenSource(patience);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
