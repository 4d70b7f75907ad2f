namespace Attestation.Benchmarks;

/// <summary>How busy the machine is besides: a ratio taken under load says little.</summary>
internal static class MachineLoad
{
    private const string LoadFile = "/proc/loadavg"; // Linux, proc(5): averages over 1, 5 and 15 minutes

    public static string Describe()
    {
        string load = File.Exists(LoadFile) ? string.Join(' ', File.ReadAllText(LoadFile).Split(' ').Take(3)) : "unknown";
        return $"load average {load} on {Environment.ProcessorCount} processors; above their number, other work has disturbed the ratios";
    }
}
