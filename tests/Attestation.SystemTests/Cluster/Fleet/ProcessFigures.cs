using System.Globalization;

namespace Attestation.SystemTests.Cluster.Fleet;

/// <summary>What a process uses, as the kernel counts it (proc(5)).</summary>
/// <param name="ResidentBytes">VmRSS.</param>
/// <param name="PeakBytes">VmHWM.</param>
/// <param name="Processor">User and system time so far.</param>
internal sealed record ProcessFigures(long ResidentBytes, long PeakBytes, TimeSpan Processor)
{
    private const int TicksPerSecond = 100;

    public static ProcessFigures Of(int process)
    {
        string[] status = File.ReadAllLines($"/proc/{process}/status");
        string stat = File.ReadAllText($"/proc/{process}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        double ticks = double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
        return new ProcessFigures(Bytes(status, "VmRSS:"), Bytes(status, "VmHWM:"), TimeSpan.FromSeconds(ticks / TicksPerSecond));
    }

    private static long Bytes(string[] status, string name) =>
        1024 * long.Parse(status.First(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
}
